import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { pickExistingGroup } from '../../shared/groups/foundGroups';
import type { FoundGroup } from '../../shared/groups/foundGroups';
import { buildReport, nameMissing } from '../../shared/groups/report';
import { NOT_SENT } from '../members/changePeople';
import { restoreVerdict } from '../../shared/memory/executionMemory';
import type { StoredVerdicts } from '../../shared/memory/executionMemory';
import { claimUniqueKey } from '../../shared/memory/uniqueKey';
import { readParameter } from '../../shared/form/parameter';
import { settingError } from '../../shared/form/settingError';
import { quote, toNodeError } from '../../shared/api/failure';
import type { Failure } from '../../shared/api/failure';
import { lookForGroup, mayExist } from './recover';
import { findGroups } from './createRun';
import type { Session } from './createRun';
import { readMaxGroups, readWish } from './groupRequest';
import type { Wish } from './groupRequest';

/**
 * If Group Exists: the group of this name, when it is to be used.
 *
 * @throws NodeOperationError when there is one and the option says stop
 * @throws NodeApiError when 2Chat does not show the sender's groups, or when there may be one
 */
export async function existingGroup(session: Session, wish: Wish): Promise<FoundGroup | null> {
	const { ifGroupExists } = wish.options;
	if (ifGroupExists === 'create') return null;
	const isUnclear = session.ledger.unclear(wish.fromNumber, wish.name).length > 0;
	// Another wish may have made it since, without an answer.
	if (isUnclear) session.listed.delete(wish.fromNumber);
	const group = pickExistingGroup(await groupsOf(session, wish), wish.name);
	if (group === null && isUnclear) throw mayExist(session, wish, null);
	if (group === null || ifGroupExists === 'use') return group;
	const error = settingError(
		session.context,
		wish.item,
		`A group named ${quote(wish.name, 100)} exists already on ${wish.fromNumber}: ${group.uuid}`,
		'If Group Exists says to stop in this case. Choose another name, or set it to use the group. Nothing was sent.',
	);
	error.context.details = { uuid: group.uuid, wa_group_id: group.waGroupId, name: group.name };
	throw error;
}

/** The list is read once for each sender; what this execution made, maybe not listed yet, stands beside it. */
async function groupsOf(session: Session, wish: Wish): Promise<FoundGroup[]> {
	let listed = session.listed.get(wish.fromNumber);
	if (listed === undefined) {
		const client = session.client.withTimeout(wish.options.timeoutMs);
		const found = await findGroups(client, wish.fromNumber);
		if (!found.ok) throw toNodeError(session.context.getNode(), found.failure, wish.item);
		listed = found.groups;
		session.listed.set(wish.fromNumber, listed);
	}
	return [...listed, ...session.ledger.groupsOf(wish.fromNumber)];
}

/** @throws NodeOperationError when the sender has made as many groups as Max Groups per Run or 2Chat allows */
export function refuseBeyondLimits(session: Session, wish: Wish): void {
	const { made, limit } = session.ledger.sender(wish.fromNumber);
	const { maxGroups } = wish.options;
	if (limit !== undefined) {
		throw settingError(
			session.context,
			wish.item,
			`${quote(wish.name, 100)} was not sent, because 2Chat said that ${wish.fromNumber} may not create more groups for now: ${limit}`,
			'WhatsApp allows about 30 groups a day for one number. Go on tomorrow, or use another number.',
		);
	}
	if (maxGroups > 0 && made >= maxGroups) {
		throw settingError(
			session.context,
			wish.item,
			`${quote(wish.name, 100)} was not sent: ${wish.fromNumber} has made ${made} groups in this run, and Max Groups per Run is ${maxGroups}`,
			'The limit protects the number: WhatsApp allows about 30 groups a day. Raise it under Options if you know that this number may make more (0 means no limit).',
		);
	}
}

/** @throws NodeOperationError when Check Numbers First has left nobody to send */
export function refuseNobody({ context }: Session, wish: Wish, leftOut: StoredVerdicts): void {
	if (wish.people.some((number) => leftOut[number] === undefined)) return;
	const participants = buildReport(wish.entries, (number) => {
		const verdict = leftOut[number];
		return verdict === undefined ? NOT_SENT : restoreVerdict(verdict);
	});
	const error = settingError(
		context,
		wish.item,
		`Nobody of the people for the group ${quote(wish.name, 100)} is on WhatsApp: ${nameMissing(participants)}`,
		'Check Numbers First has checked them. No group was made.',
	);
	error.context.details = { participants };
	throw error;
}

/** 2Chat's and WhatsApp's ways to say it are not documented (2chat-api.md 7.6), so this reads the words. */
const CREATION_LIMIT =
	/too many groups|groups? (creation )?limit|limit .*groups?|creat\w+ .*groups? .*(quick|fast|often|limit|too many)|rate-overlimit/i;

/** Remembers that 2Chat lets this sender create no more groups for now, if that is what it says. */
export function noteCreationLimit(session: Session, wish: Wish, failure: Failure): boolean {
	if (failure.apiText === null || !CREATION_LIMIT.test(failure.apiText)) return false;
	session.ledger.sender(wish.fromNumber).limit = failure.apiText;
	return true;
}

/** Another execution with the same key may be at it just now. */
const LOOK_FOR_CLAIMED_MS = [0, 3_000, 7_000, 20_000, 30_000];

/**
 * Unique Key: claims it, or finds the group that the earlier holder of the key made.
 *
 * @returns null when the key is new or not set, so that the group may be made
 * @throws NodeOperationError when the key is used but no group is found, or when n8n cannot keep keys
 */
export async function claimedBefore(session: Session, wish: Wish): Promise<FoundGroup | null> {
	const { uniqueKey } = wish.options;
	if (uniqueKey === '') return null;
	const claim = await claimUniqueKey(session.context, uniqueKey, wish.item, session.client.wait);
	if (claim === 'won') return null;
	// What this execution made itself may not be listed yet.
	const group = await lookForGroup(session, wish, LOOK_FOR_CLAIMED_MS, (groups) =>
		pickExistingGroup([...groups, ...session.ledger.groupsOf(wish.fromNumber)], wish.name),
	);
	if (group !== null) return group;
	throw settingError(
		session.context,
		wish.item,
		`Unique Key ${quote(uniqueKey)} was used before, but ${wish.fromNumber} has no group named ${quote(wish.name, 100)}`,
		'If the group was made minutes ago, 2Chat may not list it yet: wait some minutes and retry this execution. Otherwise an earlier run with this key was stopped in the middle or used another name. Look in WhatsApp; if there is no group, run again with another Unique Key. Nothing was sent.',
	);
}

/** Batching, by groups created: replayed ones cost nothing and need no pause. */
export async function pauseBetweenBatches(session: Session, { options }: Wish): Promise<void> {
	const size = Math.max(options.batchSize, 1);
	if (options.batchSize === -1 || session.sinceLastPause < size) return;
	await session.client.wait(options.batchIntervalMs);
	session.sinceLastPause = 0;
}

/**
 * When one item's failure would end the run, a run that is bound to reach Max Groups per Run is refused
 * before anything is sent, instead of ending in the middle.
 *
 * @throws NodeOperationError naming the sender
 */
export function refuseTooMany(session: Session, units: number[][]): void {
	const { context, ledger } = session;
	if (context.continueOnFail()) return;
	const limit = readMaxGroups(context, readParameter(context, 'options', 0, {}) as IDataObject, 0);
	if (limit === 0 || units.length <= limit) return;
	const wishes = units
		.flatMap((items) => readableWish(context, items) ?? [])
		.filter(({ key, options }) => options.ifGroupExists === 'create' && !ledger.find(key));
	// A preview is refused as the real thing would be, but makes no group that would count there.
	for (const isPreview of [false, true]) {
		refuseTooManyOf(
			session,
			wishes.filter(({ options }) => options.previewOnly === isPreview),
			limit,
		);
	}
}

function refuseTooManyOf({ context, ledger }: Session, wishes: Wish[], limit: number): void {
	const wanted = new Map<string, number>();
	for (const { fromNumber } of wishes) wanted.set(fromNumber, (wanted.get(fromNumber) ?? 0) + 1);
	for (const [fromNumber, count] of wanted) {
		const { made } = ledger.sender(fromNumber);
		if (made + count <= limit) continue;
		throw settingError(
			context,
			0,
			`This run would create ${made + count} groups from ${fromNumber}, and Max Groups per Run is ${limit}`,
			'Nothing was sent. The limit protects the number: WhatsApp allows about 30 groups a day. Send fewer items, set Group Items By to Group Name if rows belong together, or raise the limit under Options (0 means no limit).',
		);
	}
}

/** An item that cannot be read fails later, on its own. */
function readableWish(context: IExecuteFunctions, items: number[]): Wish | null {
	try {
		return readWish(context, items);
	} catch {
		return null;
	}
}
