import { toNodeError } from '../../shared/api/failure';
import { isTool } from '../../shared/memory/itemKey';
import {
	exists,
	isUnfinished,
	type ExistingGroup,
	type GroupRecord,
	type RequestedGroup,
} from '../../shared/memory/executionMemory';
import { isSameNumber } from '../../shared/phone/number/phoneNumber';
import { quote } from '../../shared/text';
import type { CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';
import { groupDespiteRefusal, groupMayExistError, lookOnce, recover } from './recover';
import { giveKeyBack } from './uniqueKey';

/**
 * The group that an earlier try of the execution has found or created for this request.
 *
 * @throws NodeApiError when it may exist, and for a model's tool when one that it has asked for before may
 */
export async function earlierGroup(
	run: CreateRun,
	request: GroupRequest,
): Promise<ExistingGroup | null> {
	const earlier = await earlierRequest(run, request);
	if (earlier === undefined) return null;
	return exists(earlier) ? earlier : await groupOfEarlier(run, request, earlier);
}

/**
 * Found by the item's own key or else, as a safety net, by sender, name and people among those requests that are
 * unclear or unfinished.
 */
async function earlierRequest(
	run: CreateRun,
	request: GroupRequest,
): Promise<GroupRecord | undefined> {
	const { memory, context } = run;
	const own = memory.find(request.key);
	if (own !== undefined) return own;
	const isAgent = isTool(context);
	const alike = memory
		.named(request.fromNumber, request.name)
		.find(([, group]) => (isAgent || isUnfinished(group)) && isForTheSame(group, request));
	if (alike !== undefined) {
		const [key, group] = alike;
		memory.link(request.key, key);
		return group;
	}
	if (isAgent) await throwIfAskedBefore(run, request);
	return undefined;
}

/** Whether a record is of just these people, and of the same Unique Key. Either sender is in the group of the other. */
export function isForTheSame(group: GroupRecord, request: GroupRequest): boolean {
	const senders = [group.fromNumber, request.fromNumber];
	const others = (numbers: string[]) =>
		numbers.filter((number) => !senders.some((sender) => isSameNumber(sender, number)));
	const asked = others(request.people);
	return (
		group.uniqueKey === request.options.uniqueKey &&
		others(Object.keys(group.people)).length === asked.length &&
		asked.every((number) => group.people[number] !== undefined)
	);
}

/**
 * After an unclear end a model asks again in other words: one person more, a dot behind the name. Such a call sends
 * nothing; it looks for the earlier group once, and fails with what it has found.
 */
async function throwIfAskedBefore(run: CreateRun, request: GroupRequest): Promise<void> {
	for (const [key, group] of run.memory.unclear(request.fromNumber)) {
		const isAlike =
			essence(group.requestedName) === essence(request.name) ||
			request.people.some((number) => group.people[number] !== undefined);
		if (!isAlike) continue;
		const asked = { ...request, key, name: group.requestedName, people: Object.keys(group.people) };
		const isRefused = group.state === 'refused';
		const found = isRefused
			? await groupOfEarlier(run, asked, group)
			: await lookOnce(run, asked, group);
		if (found !== null && typeof found !== 'string') {
			throw toNodeError(run.context.getNode(), {
				certainty: 'notDone',
				message: `The group ${quote(asked.name, 100)} that was asked for before exists by now: ${found.uuid}. Nothing was sent for ${quote(request.name, 100)}`,
				nextStep:
					'If it is the same group, ask for it in the same words as before, or add people to it. If not, ask again.',
			});
		}
		if (!isRefused) throw groupMayExistError(run, asked, null);
	}
}

/**
 * What came of a request of an earlier try. Null when it has surely made no group: it is forgotten, and may be sent
 * again.
 *
 * @throws NodeApiError when the group may exist
 */
export async function groupOfEarlier(
	run: CreateRun,
	request: GroupRequest,
	requested: RequestedGroup,
): Promise<ExistingGroup | null> {
	if (requested.state === 'requested') return await recover(run, request, requested, null);
	const group = await groupDespiteRefusal(run, request, requested, null);
	if (group === null) await forgetRequest(run, request, requested);
	return group;
}

/** It is as if it had never been sent. */
export async function forgetRequest(
	run: CreateRun,
	{ key }: GroupRequest,
	requested: RequestedGroup,
): Promise<void> {
	await giveKeyBack(run, requested);
	run.memory.forget(key);
}

/** What is left of a name in other words: "Support.", "SUPPORT", "Support 🎾". */
function essence(name: string): string {
	return name
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}
