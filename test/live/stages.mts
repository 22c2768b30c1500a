import { pathPart } from '../../nodes/shared/api/baseUrl.ts';
import type { Result } from '../../nodes/shared/api/client.ts';
import * as api from '../../nodes/shared/api/endpoints.ts';
import type { Failure } from '../../nodes/shared/api/failure.ts';
import { isSameName, readFoundGroup } from '../../nodes/shared/groups/foundGroups.ts';
import { readMembershipAnswer, readResults } from '../../nodes/shared/groups/membershipAnswer.ts';
import { readMembers } from '../../nodes/shared/groups/members.ts';
import type { MemberChange, SavedResults } from '../../nodes/shared/groups/outcomes.ts';
import { isRecord, record, type Json } from '../../nodes/shared/json.ts';
import { applyChange } from '../../nodes/TwoChatGroups/members/applyChange.ts';
import { settingsMark, toAddress } from '../../nodes/TwoChatGroupsTrigger/hookUrl.ts';
import { removeAll, subscribe } from '../../nodes/TwoChatGroupsTrigger/webhooks.ts';
import { OWN_TEXTS } from './anonymous.mts';
import type { Connection } from './connection.mts';

/** What the stages know beside the answers, and what the node made of those. */
export interface Facts {
	from: string;
	people: string[];
	name: string;
	description: string;
	/** Outcomes that the node read, by step. */
	outcomes: Record<string, string[]>;
	/** How many entries or members the node read, by step. */
	read: Record<string, number>;
	/** Whether a group is listed that is older than the connection of its number. */
	olderGroup: boolean | null;
	listedAtOnce: boolean | null;
	payload: unknown;
}

/** What the check has brought into being, and that is still there. */
export interface Left {
	group?: { name: string; uuid: string | null };
	subscription?: { uuid: string | null; url: string };
}

export interface Run extends Connection {
	ask: (question: string) => Promise<string>;
	print: (line: string) => void;
	address: string | undefined;
	facts: Facts;
	left: Left;
	numbers?: Json[];
	groupUuid?: string;
}

export interface Stage {
	name: 'read' | 'group' | 'events';
	says: string[];
	run: (run: Run) => Promise<void>;
}

/** Makes it pointless to go on. */
export class StageError extends Error {}

export const STAGES: Stage[] = [
	{
		name: 'read',
		says: [
			'Read: asks for the account, the numbers, the groups of one number, one group, a group that does not exist,',
			'and the subscriptions. It changes nothing. It costs about 8 credits; long lists cost one for each page.',
		],
		run: read,
	},
	{
		name: 'group',
		says: [
			'Try a group: creates ONE group with a name and one or two numbers that you type in, checks the numbers, adds,',
			'promotes, demotes and removes one of them, sets description and picture, and sends a message. Those people see',
			'all of it. The API cannot delete a group: it stays until you leave it in WhatsApp. About 22 credits.',
		],
		run: tryGroup,
	},
	{
		name: 'events',
		says: [
			'Events: subscribes to the messages of one group, for a public https address of yours, looks at the list of',
			'subscriptions, and removes its own again. About 4 credits.',
		],
		run: events,
	},
];

async function read(run: Run): Promise<void> {
	const { client, step, facts } = run;
	await needed(run, 'account', () => api.getAccount(client));
	const from = await chooseNumber(run);
	step('groups');
	const listed = await api.listGroups(client, from);
	if (listed.ok) {
		facts.read.groups = listed.entries.length;
		facts.olderGroup = isOlder(listed.entries, run.numbers ?? [], from);
		const [first] = listed.entries.flatMap((entry) => readFoundGroup(entry) ?? []);
		// Which of the two names of the page is understood shows only when each travels alone.
		for (const name of ['page_number', 'page']) {
			step(`groups ${name}`);
			const path = `/whatsapp/groups/${pathPart(from)}`;
			await client.call({ method: 'GET', path, query: { [name]: 1 }, repeat: 'read' });
		}
		if (first !== undefined) {
			run.groupUuid ??= first.uuid;
			await readGroup(run, 'group', first.uuid);
		}
	} else explain(run, listed.failure);
	const other = workingNumbers(run).find((number) => number !== from);
	if (other !== undefined) {
		step('groups of another number');
		await api.listGroups(client, other);
	}
	step('unknown group');
	await api.getGroup(client, 'WAG00000000-0000-4000-8000-000000000000');
	step('subscriptions');
	await api.listWebhooks(client);
}

async function tryGroup(run: Run): Promise<void> {
	const { client, step, facts } = run;
	const from = await chooseNumber(run);
	const name = await run.ask('Name of the new group: ');
	const typed = await run.ask('One or two numbers, such as +595981048477, with a blank between: ');
	const people = typed.split(/[\s,;]+/).filter(Boolean);
	const isRight = people.length >= 1 && people.length <= 2 && people.every(isPhone);
	if (name.trim() === '' || !isRight || people.includes(from)) {
		throw new StageError('A name and one or two numbers with + are needed. No group was created.');
	}
	const picture = await run.ask('Public address of a picture (Enter: none): ');
	const sure = `Type yes to create the group "${name}" from ${from} with ${people.join(' and ')}: `;
	if ((await run.ask(sure)) !== 'yes') throw new StageError('No group was created.');
	const [first = '', last = first] = people;
	Object.assign(facts, { name, people, description: OWN_TEXTS.description });

	await needed(run, 'account again', () => api.getAccount(client));
	await needed(run, 'account before check', () => api.getAccount(client));
	await answered(run, 'check', () => api.checkNumber(client, from, first, true));
	await answered(run, 'account after check', () => api.getAccount(client));
	if (last !== first) await answered(run, 'check', () => api.checkNumber(client, from, last, true));

	const uuid = await create(run, from, name, first);
	const target = { uuid, fromNumber: from };
	await readGroup(run, 'new group', uuid);
	step('list after creation');
	const listed = await api.listGroups(client, from);
	if (listed.ok) facts.listedAtOnce = listed.entries.some((entry) => entry.uuid === uuid);
	const change = async (kind: MemberChange) => {
		const results: SavedResults = {};
		step(kind);
		const failure = await applyChange(client, kind, target, [last], results);
		facts.outcomes[kind] = [results[last]?.outcome ?? 'nothing'];
		explain(run, failure);
	};
	await change('add');
	await answered(run, 'add nobody', () => api.changeParticipants(client, 'add', target, []));
	await change('promote');
	await change('demote');
	const describe = async (as: string, text: string) =>
		await answered(run, as, () => api.setDescription(client, target, text));
	await describe('long description', OWN_TEXTS.long);
	await describe('empty description', '');
	await describe('description', facts.description);
	if (picture !== '') await answered(run, 'picture', () => api.setPicture(client, target, picture));
	await answered(run, 'message', () =>
		api.sendMessage(client, from, { to_group_uuid: uuid }, { text: OWN_TEXTS.message }),
	);
	await readGroup(run, 'group after changes', uuid);
	await change('remove');
}

/** Never asked twice. After an unclear end the list is asked for the group. */
async function create(run: Run, from: string, name: string, first: string): Promise<string> {
	const { client, step, facts, left } = run;
	step('create');
	left.group = { name, uuid: null };
	const group = { name, participants: [first] };
	const result = await api.createGroup(client, from, group, {
		beforeRepeat: async () => false,
	});
	const body = record(result.ok ? result.body : result.failure.body);
	const made = isRecord(body.group) ? body.group : {};
	if (result.ok) {
		const results = readResults('add', [first], readMembershipAnswer(made));
		facts.outcomes.create = results.map(({ outcome }) => outcome);
	}
	let uuid = typeof made.uuid === 'string' ? made.uuid : null;
	if (uuid === null && !result.ok && result.failure.certainty === 'notDone') {
		delete left.group;
		throw new StageError(`No group was created. ${result.failure.message}`);
	}
	if (uuid === null) {
		step('list after a lost answer');
		const listed = await api.listGroups(run.tidyUp, from);
		const found = (listed.ok ? listed.entries : []).flatMap((entry) => readFoundGroup(entry) ?? []);
		uuid = found.find((entry) => isSameName(entry.name, name))?.uuid ?? null;
		left.group.uuid = uuid;
		const reason = result.ok ? 'The answer names no group.' : result.failure.message;
		throw new StageError(`The group may have been created. ${reason}`);
	}
	left.group.uuid = uuid;
	run.newGroups.add(uuid);
	run.groupUuid = uuid;
	return uuid;
}

async function events(run: Run): Promise<void> {
	const { client, step, facts, left } = run;
	const from = await chooseNumber(run);
	const url =
		run.address ?? (await run.ask('Public https address for the events (Enter: how to get one): '));
	if (!/^https:\/\/[^?#]+$/.test(url)) {
		throw new StageError(
			'Nothing was subscribed. An https address without ? and # is needed: in n8n open a Webhook node, listen for a test event and copy its Test URL, or use any page that shows what is posted to it.',
		);
	}
	const group = run.groupUuid ?? null;
	const mark = settingsMark(from, group);
	const address = toAddress(url, undefined);
	const event = 'whatsapp.group.message.received';
	left.subscription = { uuid: null, url };
	try {
		step('subscribe');
		const settings = { address, events: [], fromNumber: from, group, mark };
		const made = await subscribe(client, settings, event, group, new Set());
		if (!made.ok) {
			if (made.failure.certainty === 'notDone') delete left.subscription;
			throw new StageError(`There may be no subscription. ${made.failure.message}`);
		}
		left.subscription = { uuid: made.subscription.uuid, url };
		step('subscriptions after');
		await api.listWebhooks(client);
		const pasted = await run.ask(
			'Let somebody write in the group. Paste what arrived at your address, in one line (Enter: go on): ',
		);
		if (pasted !== '') facts.payload = JSON.parse(pasted) as unknown;
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		throw new StageError('What was pasted is not JSON.');
	} finally {
		await unsubscribe(run);
	}
}

async function unsubscribe({ tidyUp, step, left, print }: Run): Promise<void> {
	const { subscription } = left;
	if (subscription === undefined || subscription.uuid === null) return;
	step('unsubscribe');
	const { uuid, url } = subscription;
	const { failure } = await removeAll(tidyUp, [{ uuid, event: '', url }]);
	if (failure !== null) return print(`The subscription is still there. ${failure.message}`);
	delete left.subscription;
	print('The subscription was removed.');
}

async function chooseNumber(run: Run): Promise<string> {
	if (run.numbers === undefined) {
		run.step('numbers');
		const listed = await api.listNumbers(run.client);
		if (!listed.ok) throw new StageError(listed.failure.message);
		run.numbers = listed.entries;
	}
	const working = workingNumbers(run);
	const [only] = working;
	if (only === undefined) throw new StageError('The account has no connected number.');
	const { facts } = run;
	if (working.length === 1) facts.from = only;
	if (facts.from === '') {
		const typed = await run.ask(`Which number is to act (${working.join(', ')})? Enter: ${only} `);
		if (typed !== '' && !working.includes(typed)) throw new StageError('That is none of them.');
		facts.from = typed === '' ? only : typed;
	}
	return facts.from;
}

function workingNumbers({ numbers = [] }: Run): string[] {
	return numbers.flatMap(({ phone_number: number, connection_status: status }) =>
		typeof number === 'string' && isPhone(number) && status === 'C' ? [number] : [],
	);
}

async function readGroup(run: Run, step: string, uuid: string): Promise<void> {
	const result = await answered(run, step, () => api.getGroup(run.client, uuid));
	if (result.ok) run.facts.read[step] = readMembers(result.body).length;
}

/** Null when the list cannot tell. */
function isOlder(groups: Json[], numbers: Json[], from: string): boolean | null {
	const number = numbers.find((entry) => entry.phone_number === from);
	// Times of numbers have no zone (2chat-api.md 1.8).
	const since = Date.parse(`${String(number?.created_at).replace(' ', 'T')}Z`);
	const times = groups.map((entry) => readFoundGroup(entry)?.createdAt ?? NaN);
	return times.some((time) => time < since) ? true : null;
}

function isPhone(text: string): boolean {
	return /^\+[1-9]\d{6,14}$/.test(text);
}

/** A refusal is an answer as well, unless everything after it would meet the same. */
async function answered(run: Run, step: string, call: () => Promise<Result>): Promise<Result> {
	run.step(step);
	const result = await call();
	if (!result.ok) explain(run, result.failure);
	return result;
}

async function needed(run: Run, step: string, call: () => Promise<Result>): Promise<void> {
	const result = await answered(run, step, call);
	if (!result.ok) throw new StageError(result.failure.message);
}

function explain({ print, log }: Run, failure: Failure | null): void {
	if (failure === null) return;
	// An answer that cannot be read is one that the check is there for.
	const status = log.at(-1)?.status ?? null;
	if (status === null || status === 401 || status === 402) {
		throw new StageError(failure.message);
	}
	print(`  ${failure.message}`);
}
