import type fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { RunNodeResult } from '../../../engine/types.mts';
import type { RecordedCall } from '../../../sandbox/sandbox.mts';
import { FROM, from, groupId } from '../../data.mts';
import { retryOf } from '../../bench.mts';
import { itemsOf } from '../../results.mts';
import { peopleOf } from '../../twoChat.mts';
import { PROGRAM_WORDS, shownBy } from '../support.mts';
import { isRefused, sentAgain } from './judge.mts';
import {
	changePlan,
	messagePlan,
	syncPlan,
	type ChangePlan,
	type MessagePlan,
	type SyncPlan,
} from './memberPlan.mts';
import { Always, type Model, type Move } from './move.mts';
import type { World } from './world.mts';

// What is done with groups that are there.

class Sync extends Always<SyncPlan> {
	protected async play(_: Model, world: World): Promise<string[]> {
		const { members, list, unreadable, settings, faults } = this.plan;
		const { sandbox } = world;
		const seed = { name: world.newName(), phoneNumber: FROM };
		const group = sandbox.world.addGroup({
			...seed,
			members: members.map((phoneNumber) => ({ phoneNumber })),
		});
		const other = sandbox.world.addGroup({ ...seed, name: world.newName(), members: [] });
		world.setFaults(faults);
		const before = sandbox.calls.length;
		const rows: IDataObject[] = list.map((people) => ({ group: group.uuid, from: FROM, people }));
		const readable = { group: other.uuid, from: FROM, people: list[0] ?? '' };
		const broken: Record<SyncPlan['unreadable'][number], IDataObject> = {
			number: { ...rows[0], people: '713 555' },
			group: { ...rows[0], group: 'https://chat.whatsapp.com/abc' },
			sender: { ...rows[0], from: '' },
		};
		const { status } = await world.engine.runNode({
			type: 'twoChatGroups',
			parameters: {
				resource: 'participant',
				operation: 'sync',
				fromNumber: { __rl: true, mode: 'phone', value: '={{ $json.from }}' },
				groupId: { __rl: true, mode: 'uuid', value: '={{ $json.group }}' },
				participants: '={{ $json.people }}',
			},
			items: [...rows, ...unreadable.map((kind) => broken[kind]), readable],
			credentials: world.credentials,
			executionId: seed.name,
			settings,
		});
		const since = sandbox.calls.slice(before).filter((call) => call.path.includes(group.uuid));
		const sent = (operation: RecordedCall['operation']) =>
			since.filter((call) => call.operation === operation).flatMap(peopleOf);
		const removed = sent('remove-participant');
		const missing = list.filter((number) => sandbox.world.member(group, number) === undefined);
		const isQuiet = faults.length === 0 && unreadable.length === 0 && status === 'success';
		const extra = isQuiet && isShown(world) ? members.filter((one) => !list.includes(one)) : [];
		const left = extra.filter((number) => sandbox.world.member(group, number) !== undefined);
		return [
			...removed.filter((one) => list.includes(one)).map((one) => `${one} of the list was removed`),
			...removed.filter((one) => one === FROM).map(() => 'the sender was removed'),
			...(unreadable.length > 0 && removed.length > 0 ? ['removed on a list not understood'] : []),
			...sent('add-participant').flatMap((one) => (list.includes(one) ? [] : [`${one} was added`])),
			...(isQuiet ? missing : []).flatMap((one) =>
				sandbox.world.person(one).behaviour === 'joins' ? [`${one} was not added`] : [],
			),
			...left.map((number) => `${number} was not removed`),
		];
	}
}

/** 2Chat shows who is in, and who they are. */
function isShown({ sandbox: { settings } }: World): boolean {
	return settings.hiddenIds === 'none' && settings.membersShownAfterMs === 0;
}

class ChangeMembers extends Always<ChangePlan> {
	protected async play(_: Model, world: World): Promise<string[]> {
		const { change, rows, members, isOneGroup, faults } = this.plan;
		const { sandbox } = world;
		const addGroup = () =>
			sandbox.world.addGroup({
				name: world.newName(),
				phoneNumber: FROM,
				members: members.map((phoneNumber) => ({ phoneNumber })),
			});
		const first = addGroup();
		const groups = rows.map((_row, index) => (index === 0 || isOneGroup ? first : addGroup()));
		// "success" is all that 2Chat may say of roles (2chat-api.md 2.6).
		const isPlain =
			sandbox.settings.roleChangeAnswer === 'plain' && ['promote', 'demote'].includes(change);
		const roleOf = (row: number, number: string) =>
			groups[row] && sandbox.world.member(groups[row], number)?.role;
		const before = rows.map((people, row) => people.map((number) => roleOf(row, number)));
		const isFalse = (row: number, number: string, outcome: string) => {
			const role = roleOf(row, number);
			if (outcome === 'unknown') return false;
			if (outcome === 'added' || outcome === 'already_member') return role === undefined;
			if (outcome === 'removed' || outcome === 'not_member') return role !== undefined;
			if (outcome === 'promoted') return !isPlain && role !== 'admin';
			if (outcome === 'demoted') return !isPlain && role !== 'member';
			return role !== before[row]?.[rows[row]?.indexOf(number) ?? -1];
		};
		const items = rows.map((people, row) => ({ uuid: groups[row]?.uuid, people }));
		const parameters = {
			resource: 'participant',
			operation: change,
			groupId: groupId('={{ $json.uuid }}'),
			participants: '={{ $json.people }}',
		};
		world.setFaults(faults);
		const sent = sandbox.calls.length;
		const broken: string[] = [];
		for await (const result of triesOf(world, this.plan, parameters, items)) {
			broken.push(...judgeLines(rows, result, isFalse));
		}
		const calls = sandbox.calls.slice(sent).filter(({ method }) => method !== 'GET');
		return [...broken, ...sentToOthers(calls, items), ...(isPlain ? [] : sentAgain(world, calls))];
	}
}

function sentToOthers(
	calls: RecordedCall[],
	items: Array<{ uuid: string | undefined; people: string[] }>,
): string[] {
	return calls.flatMap((call) => {
		const named = items.flatMap(({ uuid = '', people }) =>
			call.path.includes(uuid) ? people : [],
		);
		return peopleOf(call)
			.filter((number) => !named.includes(number))
			.map((number) => `${number} was sent to a group they are not named for`);
	});
}

class SendMessages extends Always<MessagePlan> {
	protected async play(_: Model, world: World): Promise<string[]> {
		const { rows, isToGroup, faults } = this.plan;
		const { sandbox } = world;
		const items = rows.map((people) => {
			const name = world.newName();
			const group = sandbox.world.addGroup({ name, phoneNumber: FROM, members: [] });
			return { uuid: group.uuid, people, text: `Hello, ${name}` };
		});
		const start = sandbox.calls.length;
		const requests = (row: number, to: string) =>
			sandbox.calls.slice(start).filter(({ operation, body }) => {
				const { to_number, to_group_uuid, text } = (body ?? {}) as IDataObject;
				const isOfRow = text === items[row]?.text && (to_number ?? to_group_uuid) === to;
				return operation === 'send-message' && isOfRow;
			});
		const isSent = (row: number, to: string) =>
			requests(row, to).some(({ writeDone }) => writeDone);
		const parameters = {
			resource: isToGroup ? 'group' : 'participant',
			operation: 'sendMessage',
			groupId: groupId('={{ $json.uuid }}'),
			participants: '={{ $json.people }}',
			text: '={{ $json.text }}',
		};
		world.setFaults(faults);
		const broken: string[] = [];
		for await (const result of triesOf(world, this.plan, parameters, items)) {
			const isFalse = (row: number, to: string, outcome: string) =>
				outcome !== 'unknown' && isSent(row, to) !== (outcome === 'sent');
			broken.push(
				...(isToGroup
					? itemsOf(result.outputs[0]).flatMap(({ uuid, error }) => {
							const row = items.findIndex((item) => item.uuid === uuid);
							if (error !== undefined) return [];
							return isSent(row, String(uuid)) ? [] : ['a success without a message'];
						})
					: judgeLines(rows, result, isFalse)),
			);
		}
		const recipients = items.flatMap(({ uuid, people }, row) =>
			(isToGroup ? [uuid] : people).map((to) => ({ row, to })),
		);
		return [
			...broken,
			...recipients.flatMap(({ row, to }) => {
				const open = requests(row, to)
					.slice(0, -1)
					.filter((call) => !isRefused(world, call));
				return open.map(({ status }) => `written to ${to} again after status ${status}`);
			}),
		];
	}
}

/** Runs the node for rows, and again as long as it fails and the plan has retries left. */
async function* triesOf(
	{ engine, credentials }: World,
	{ settings, retries }: Pick<ChangePlan, 'settings' | 'retries'>,
	parameters: IDataObject,
	items: IDataObject[],
): AsyncGenerator<RunNodeResult> {
	let last: RunNodeResult | null = null;
	for (let tries = 0; tries <= retries && last?.status !== 'success'; tries++) {
		last = await engine.runNode({
			type: 'twoChatGroups',
			parameters: { fromNumber: from(FROM), ...parameters },
			items,
			credentials,
			executionId: `${String(items[0]?.['uuid'])}, try ${tries}`,
			settings,
			...(last === null ? {} : retryOf(last)),
		});
		yield last;
	}
}

/** What is told of people is true, and told of everybody. */
function judgeLines(
	rows: string[][],
	result: RunNodeResult,
	isFalse: (row: number, number: string, outcome: string) => boolean,
): string[] {
	const told = linesByRow(result);
	const words = PROGRAM_WORDS.exec(shownBy(result))?.[0];
	const untold = [...rows.keys()].filter((row) => result.status === 'success' && !told.has(row));
	return [
		...(words === undefined ? [] : [`words of a program: ${words}`]),
		...untold.map((row) => `nothing is told of row ${row}`),
		...[...told].flatMap(([row, lines]) => {
			const numbers = lines.map((line) => String(line['phone_number']));
			const asked = rows[row] ?? [];
			return [
				...(numbers.join() === asked.join()
					? []
					: [`told of ${numbers.join()} for ${asked.join()}`]),
				...lines.flatMap(({ phone_number: number, outcome }) =>
					isFalse(row, String(number), String(outcome))
						? [`${String(number)} is told to be ${String(outcome)}`]
						: [],
				),
			];
		}),
	];
}

/** The lines about people in items and in failed ones, or in the error that ended the execution. */
function linesByRow({ outputs: [items = []], error }: RunNodeResult): Map<number, IDataObject[]> {
	const byRow = new Map<number, IDataObject[]>();
	const tell = (row: unknown, lines: unknown) => {
		if (!Array.isArray(lines)) return;
		byRow.set(Number(row), [...(byRow.get(Number(row)) ?? []), ...(lines as IDataObject[])]);
	};
	for (const { json, pairedItem } of items) {
		const { item: row } = pairedItem as { item: number };
		const told = (json['message'] ?? json) as IDataObject;
		tell(row, told['participants'] ?? ('outcome' in told ? [told] : null));
	}
	const details = error?.context?.['details'] as IDataObject | undefined;
	tell(error?.context?.['itemIndex'], details?.['participants']);
	return byRow;
}

export const MEMBER_MOVES: Array<fc.Arbitrary<Move>> = [
	syncPlan.map((plan) => new Sync(plan)),
	changePlan.map((plan) => new ChangeMembers(plan)),
	messagePlan.map((plan) => new SendMessages(plan)),
];
