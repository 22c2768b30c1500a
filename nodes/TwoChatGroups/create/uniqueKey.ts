import type { IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { getGroup } from '../../shared/api/endpoints';
import { settingError } from '../../shared/settingError';
import { isSameName, isStoredForm, type FoundGroup } from '../../shared/groups/foundGroups';
import {
	asFoundGroup,
	exists,
	type ExistingGroup,
	type RequestedGroup,
} from '../../shared/memory/executionMemory';
import {
	claimUniqueKey,
	isKeyOf,
	keyHasGroup,
	groupHasKey,
	releaseUniqueKey,
	linkKey,
	wasClaimedAround,
	type Claim,
} from '../../shared/memory/keyStore';
import { quote } from '../../shared/text';
import { findGroups, groupsNamed, type CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';
import { ownerOf } from './proof';

/**
 * Claims the request's Unique Key, if it has one.
 *
 * @returns `won` when nobody has used it or there is no key, so that the group may be created
 * @throws NodeOperationError when n8n cannot keep keys
 */
export async function claimKey(
	{ context, client, memory }: CreateRun,
	request: GroupRequest,
): Promise<Claim> {
	const { uniqueKey } = request.options;
	if (uniqueKey === '') return 'won';
	if (memory.withUniqueKey(uniqueKey, request)?.holdsKey) return 'taken';
	return await claimUniqueKey(context, uniqueKey, client.wait);
}

/** Notes in n8n's store which group the key stands for. */
export async function linkKeyTo(
	{ context }: CreateRun,
	{ uniqueKey, uuid }: ExistingGroup,
): Promise<void> {
	if (uniqueKey !== '') await linkKey(context, uniqueKey, uuid);
}

/** A key that was added or corrected before a retry stands for the group that there is by then. */
export async function linkNewKey(
	run: CreateRun,
	request: GroupRequest,
	group: ExistingGroup,
): Promise<void> {
	const { uniqueKey } = request.options;
	// An untouched group has a key of its own.
	if (uniqueKey === group.uniqueKey || uniqueKey === '' || group.state === 'untouched') return;
	if ((await claimKey(run, request)) === 'taken') return;
	Object.assign(group, { uniqueKey, holdsKey: true });
	run.memory.write(request.key, group);
	await linkKeyTo(run, group);
}

const LINK_AGAIN_AFTER_MS = 1_500;

/** Writes the link again until the store has it: a simultaneous write for another attempt may have wiped it out. */
export async function keepKeyLinked(
	run: CreateRun,
	{ uniqueKey, uuid }: ExistingGroup,
): Promise<void> {
	if (uniqueKey === '') return;
	for (let tries = 0; tries < 4; tries++) {
		if (await linkKey(run.context, uniqueKey, uuid)) return;
		await run.client.wait(LINK_AGAIN_AFTER_MS);
	}
}

/** Whether the request's key stands for a group already, so that no new one comes of it. */
export async function keyStandsForGroup(
	{ context, memory }: CreateRun,
	request: GroupRequest,
): Promise<boolean> {
	const { uniqueKey } = request.options;
	if (uniqueKey === '') return false;
	const own = memory.withUniqueKey(uniqueKey, request);
	const isMade = own !== undefined && exists(own);
	return isMade || (await keyHasGroup(context, uniqueKey));
}

/** Gives the key back, when this request has it. False when n8n does not take it. */
export async function giveKeyBack(
	{ context }: CreateRun,
	requested: RequestedGroup,
): Promise<boolean> {
	const { uniqueKey, holdsKey } = requested;
	if (uniqueKey === '' || !holdsKey) return true;
	const isFree = await releaseUniqueKey(context, uniqueKey);
	requested.holdsKey = !isFree;
	return isFree;
}

/** Waits before each look: another execution with this key may be creating the group right now. */
const WAITS_BEFORE_LOOKS_MS = [2_000, 5_000, 15_000, 20_000];

/**
 * The group that a used key stands for: the one of this execution, or else the one of the name that n8n's store ties
 * to it.
 *
 * @throws NodeOperationError when there is none, or when this execution has asked for it under another name
 */
export async function groupOfKey(run: CreateRun, request: GroupRequest): Promise<FoundGroup> {
	const { context } = run;
	const { client, fromNumber, name, options } = request;
	const own = run.memory.withUniqueKey(options.uniqueKey, request);
	if (own !== undefined) throwIfForAnother(context, request, own.fromNumber, own.requestedName);
	const known = own === undefined ? null : asFoundGroup(own);
	if (known !== null) return known;
	let alike = await groupsNamed(run, request);
	const tied = await groupOfKeyAmong(run, request, alike);
	if (tied !== null) return tied;
	for (const wait of WAITS_BEFORE_LOOKS_MS) {
		// At random, so that attempts that came at once do not stay in step.
		await client.wait(wait * (1 + Math.random()));
		const found = await findGroups(client, fromNumber);
		if (!found.ok) continue;
		alike = found.groups.filter((group) => isStoredForm(name, group.name));
		const group = await groupOfKeyAmong(run, request, alike);
		if (group !== null) return group;
	}
	const named = alike.filter((group) => isSameName(group.name, name));
	const unfinished = await unfinishedGroup(run, request, named);
	if (unfinished !== null) return unfinished;
	throw await usedKeyError(run, request, named);
}

/** @param named groups of the request's name, of which none is known to be the key's */
async function usedKeyError(
	{ context }: CreateRun,
	{ fromNumber, name, options: { uniqueKey } }: GroupRequest,
	named: FoundGroup[],
): Promise<NodeOperationError> {
	let mayBeIts = false;
	for (const { uuid, createdAt } of named) {
		const isOfTheTime =
			createdAt === null || (await wasClaimedAround(context, uniqueKey, createdAt));
		mayBeIts ||= isOfTheTime && !(await groupHasKey(context, uuid));
	}
	const groups = `${named.length === 1 ? 'the group' : `one of the ${named.length} groups`} named ${quote(name, 100)} on ${fromNumber}`;
	const found =
		named.length === 0
			? `but ${fromNumber} has no group named ${quote(name, 100)}`
			: mayBeIts
				? `and ${groups} may be what came of it`
				: `but not for ${groups}`;
	const nextStep = mayBeIts
		? 'Look in WhatsApp who is in it. If it is, run again without Unique Key and with If Group Exists on Use Existing and Add Missing People. If not, run again with another Unique Key. Nothing was sent.'
		: (await keyHasGroup(context, uniqueKey))
			? 'Its group may have been renamed, have been asked for under another name or number, or be some minutes old. If it is to be that group, use the name that it has in WhatsApp. If not, give each group a Unique Key of its own. Nothing was sent.'
			: 'If the group was created minutes ago, 2Chat may not list it yet: wait some minutes and retry this execution. Otherwise an earlier run with this key was stopped in the middle or used another name. Look in WhatsApp; if there is no group, run again with another Unique Key. Nothing was sent.';
	return settingError(
		context,
		`Unique Key ${quote(uniqueKey)} was used before, ${found}`,
		nextStep,
	);
}

/**
 * The group of an attempt that was killed before it could tie its key: the only one of the name, created when the key
 * was claimed, no key's group so far, with these people in it and nobody else.
 */
async function unfinishedGroup(
	run: CreateRun,
	{ client, fromNumber, people, options }: GroupRequest,
	[only, ...more]: FoundGroup[],
): Promise<FoundGroup | null> {
	if (only === undefined || more.length > 0 || only.createdAt === null) return null;
	const { context } = run;
	const { uniqueKey } = options;
	if (await groupHasKey(context, only.uuid)) return null;
	if (await keyHasGroup(context, uniqueKey)) return null;
	if (!(await wasClaimedAround(context, uniqueKey, only.createdAt))) return null;
	const answer = await getGroup(client, only.uuid);
	if (ownerOf(answer, fromNumber, people).is !== 'us') return null;
	await linkKey(context, uniqueKey, only.uuid);
	return only;
}

/** Whether the group was created for another key than the request's. */
export async function isOfAnotherKey(
	{ context }: CreateRun,
	{ options: { uniqueKey } }: GroupRequest,
	uuid: string,
): Promise<boolean> {
	if (uniqueKey === '' || (await isKeyOf(context, uniqueKey, uuid))) return false;
	return await groupHasKey(context, uuid);
}

/** Of groups with one name, the one that n8n's store ties to the key. */
export async function groupOfKeyAmong(
	{ context }: CreateRun,
	{ options }: GroupRequest,
	groups: FoundGroup[],
): Promise<FoundGroup | null> {
	for (const group of groups) {
		if (await isKeyOf(context, options.uniqueKey, group.uuid)) return group;
	}
	return null;
}

/**
 * @throws NodeOperationError when the group of the request's key was asked for under another name or from another number
 * in this execution
 */
export function throwIfForAnother(
	context: IExecuteFunctions,
	request: GroupRequest,
	fromNumber: string,
	requestedName: string,
): void {
	if (fromNumber === request.fromNumber && isSameName(requestedName, request.name)) return;
	const { name, options } = request;
	// Whatever follows in the workflow would be done to the group of somebody else.
	throw settingError(
		context,
		`Unique Key ${quote(options.uniqueKey)} was used before, for the group ${quote(requestedName, 100)} on ${fromNumber} and not for ${quote(name, 100)} on ${request.fromNumber}`,
		'If it is meant to be the same group, give it the same name and number. If not, give each group a Unique Key of its own. Nothing was sent.',
	);
}
