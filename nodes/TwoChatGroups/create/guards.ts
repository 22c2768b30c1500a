import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { pickExistingGroup } from '../../shared/groups/foundGroups';
import type { FoundGroup } from '../../shared/groups/foundGroups';
import { buildReport, nameMissing } from '../../shared/groups/report';
import { NOT_SENT } from '../members/changePeople';
import { restoreResult } from '../../shared/memory/executionMemory';
import type { SavedResults } from '../../shared/memory/executionMemory';
import { claimUniqueKey } from '../../shared/memory/uniqueKey';
import { readParameter } from '../../shared/form/parameter';
import { settingError } from '../../shared/form/settingError';
import { quote, toNodeError } from '../../shared/api/failure';
import type { Failure } from '../../shared/api/failure';
import { lookForGroup, groupMayExistError } from './recover';
import { findGroups } from './createRun';
import type { CreateRun } from './createRun';
import { readMaxGroups, readGroupRequest } from './groupRequest';
import type { GroupRequest } from './groupRequest';

/**
 * If Group Exists: the group of this name, when it is to be used.
 *
 * @throws NodeOperationError when there is one and the option says stop
 * @throws NodeApiError when 2Chat does not show the sender's groups, or when there may be one
 */
export async function existingGroup(
	run: CreateRun,
	request: GroupRequest,
): Promise<FoundGroup | null> {
	const { ifGroupExists } = request.options;
	if (ifGroupExists === 'create') return null;
	const isUnclear = run.memory.unclear(request.fromNumber, request.name).length > 0;
	// Another request may have made it since, without an answer.
	if (isUnclear) run.listed.delete(request.fromNumber);
	const group = pickExistingGroup(await groupsOf(run, request), request.name);
	if (group === null && isUnclear) throw groupMayExistError(run, request, null);
	if (group === null || ifGroupExists === 'use') return group;
	const error = settingError(
		run.context,
		request.item,
		`A group named ${quote(request.name, 100)} exists already on ${request.fromNumber}: ${group.uuid}`,
		'If Group Exists says to stop in this case. Choose another name, or set it to use the group. Nothing was sent.',
	);
	error.context.details = { uuid: group.uuid, wa_group_id: group.waGroupId, name: group.name };
	throw error;
}

/** The list is read once for each sender; what this execution made, maybe not listed yet, stands beside it. */
async function groupsOf(run: CreateRun, request: GroupRequest): Promise<FoundGroup[]> {
	let listed = run.listed.get(request.fromNumber);
	if (listed === undefined) {
		const client = run.client.withTimeout(request.options.timeoutMs);
		const found = await findGroups(client, request.fromNumber);
		if (!found.ok) throw toNodeError(run.context.getNode(), found.failure, request.item);
		listed = found.groups;
		run.listed.set(request.fromNumber, listed);
	}
	return [...listed, ...run.memory.groupsOf(request.fromNumber)];
}

/** @throws NodeOperationError when the sender has made as many groups as Max Groups per Run or 2Chat allows */
export function refuseBeyondLimits(run: CreateRun, request: GroupRequest): void {
	const { made, limit } = run.memory.sender(request.fromNumber);
	const { maxGroups } = request.options;
	if (limit !== undefined) {
		throw settingError(
			run.context,
			request.item,
			`${quote(request.name, 100)} was not sent, because 2Chat said that ${request.fromNumber} may not create more groups for now: ${limit}`,
			'WhatsApp allows about 30 groups a day for one number. Go on tomorrow, or use another number.',
		);
	}
	if (maxGroups > 0 && made >= maxGroups) {
		throw settingError(
			run.context,
			request.item,
			`${quote(request.name, 100)} was not sent: ${request.fromNumber} has made ${made} groups in this run, and Max Groups per Run is ${maxGroups}`,
			'The limit protects the number: WhatsApp allows about 30 groups a day. Raise it under Options if you know that this number may make more (0 means no limit).',
		);
	}
}

/** @throws NodeOperationError when Check Numbers First has left nobody to send */
export function refuseNobody(
	{ context }: CreateRun,
	request: GroupRequest,
	leftOut: SavedResults,
): void {
	if (request.people.some((number) => leftOut[number] === undefined)) return;
	const participants = buildReport(request.entries, (number) => {
		const result = leftOut[number];
		return result === undefined ? NOT_SENT : restoreResult(result);
	});
	const error = settingError(
		context,
		request.item,
		`Nobody of the people for the group ${quote(request.name, 100)} is on WhatsApp: ${nameMissing(participants)}`,
		'Check Numbers First has checked them. No group was made.',
	);
	error.context.details = { participants };
	throw error;
}

/** 2Chat's and WhatsApp's ways to say it are not documented (2chat-api.md 7.6), so this reads the words. */
const CREATION_LIMIT =
	/too many groups|groups? (creation )?limit|limit .*groups?|creat\w+ .*groups? .*(quick|fast|often|limit|too many)|rate-overlimit/i;

/** Remembers that 2Chat lets this sender create no more groups for now, if that is what it says. */
export function noteCreationLimit(
	run: CreateRun,
	request: GroupRequest,
	failure: Failure,
): boolean {
	if (failure.apiText === null || !CREATION_LIMIT.test(failure.apiText)) return false;
	run.memory.sender(request.fromNumber).limit = failure.apiText;
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
export async function claimedBefore(
	run: CreateRun,
	request: GroupRequest,
): Promise<FoundGroup | null> {
	const { uniqueKey } = request.options;
	if (uniqueKey === '') return null;
	const claim = await claimUniqueKey(run.context, uniqueKey, request.item, run.client.wait);
	if (claim === 'won') return null;
	// What this execution made itself may not be listed yet.
	const group = await lookForGroup(run, request, LOOK_FOR_CLAIMED_MS, (groups) =>
		pickExistingGroup([...groups, ...run.memory.groupsOf(request.fromNumber)], request.name),
	);
	if (group !== null) return group;
	throw settingError(
		run.context,
		request.item,
		`Unique Key ${quote(uniqueKey)} was used before, but ${request.fromNumber} has no group named ${quote(request.name, 100)}`,
		'If the group was made minutes ago, 2Chat may not list it yet: wait some minutes and retry this execution. Otherwise an earlier run with this key was stopped in the middle or used another name. Look in WhatsApp; if there is no group, run again with another Unique Key. Nothing was sent.',
	);
}

/** Batching, by groups created: replayed ones cost nothing and need no pause. */
export async function pauseBetweenBatches(
	run: CreateRun,
	{ options }: GroupRequest,
): Promise<void> {
	const size = Math.max(options.batchSize, 1);
	if (options.batchSize === -1 || run.sinceLastPause < size) return;
	await run.client.wait(options.batchIntervalMs);
	run.sinceLastPause = 0;
}

/**
 * When one item's failure would end the run, a run that is bound to reach Max Groups per Run is refused
 * before anything is sent, instead of ending in the middle.
 *
 * @throws NodeOperationError naming the sender
 */
export function refuseTooMany(run: CreateRun, itemGroups: number[][]): void {
	const { context, memory } = run;
	if (context.continueOnFail()) return;
	const limit = readMaxGroups(context, readParameter(context, 'options', 0, {}) as IDataObject, 0);
	if (limit === 0 || itemGroups.length <= limit) return;
	const requests = itemGroups
		.flatMap((items) => readableRequest(context, items) ?? [])
		.filter(({ key, options }) => options.ifGroupExists === 'create' && !memory.find(key));
	// A preview is refused as the real thing would be, but makes no group that would count there.
	for (const isPreview of [false, true]) {
		refuseTooManyOf(
			run,
			requests.filter(({ options }) => options.previewOnly === isPreview),
			limit,
		);
	}
}

function refuseTooManyOf(
	{ context, memory }: CreateRun,
	requests: GroupRequest[],
	limit: number,
): void {
	const wanted = new Map<string, number>();
	for (const { fromNumber } of requests) wanted.set(fromNumber, (wanted.get(fromNumber) ?? 0) + 1);
	for (const [fromNumber, count] of wanted) {
		const { made } = memory.sender(fromNumber);
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
function readableRequest(context: IExecuteFunctions, items: number[]): GroupRequest | null {
	try {
		return readGroupRequest(context, items);
	} catch {
		return null;
	}
}
