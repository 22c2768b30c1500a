import type { NodeOperationError } from 'n8n-workflow';

import type { Failure } from '../../shared/api/failure';
import { groupBy } from '../../shared/chunks';
import { Fields } from '../../shared/form/fields';
import { settingError } from '../../shared/settingError';
import { buildReport, nameMissing } from '../../shared/groups/report';
import { NOT_SENT, type SavedResults } from '../../shared/groups/outcomes';
import { quote } from '../../shared/text';
import { requestsOf, type CreateRun } from './createRun';
import { maxGroupsOption } from './fields';
import type { GroupRequest } from './groupRequest';
import { keyStandsForGroup } from './uniqueKey';
import { REPORT } from './output';

/** After so many creations in a row of which nobody knows the end, nothing more is sent from this number. */
const MOST_LOST = 2;

/**
 * @throws NodeOperationError when the sender has created as many groups as Max Groups per Run or 2Chat allows, unless
 * no group would come of the request
 */
export async function throwIfBeyondLimits(run: CreateRun, request: GroupRequest): Promise<void> {
	const error = limitError(run, request);
	if (error !== null && !(await keyStandsForGroup(run, request))) throw error;
}

function limitError(run: CreateRun, request: GroupRequest): NodeOperationError | null {
	const { limit, lost = 0 } = run.memory.sender(request.fromNumber);
	if (lost >= MOST_LOST) {
		return settingError(
			run.context,
			`${quote(request.name, 100)} was not sent: the last ${lost} groups from ${request.fromNumber} got no clear answer from 2Chat and may exist`,
			'Look in WhatsApp which of them exist. Once 2Chat answers again, retry this execution.',
		);
	}
	if (limit !== undefined) return creationLimitError(run, request, limit);
	const { maxGroups, previewOnly } = request.options;
	if (maxGroups === 0) return null;
	const planned = run.planned.filter(({ fromNumber }) => fromNumber === request.fromNumber);
	// Previews and real requests are counted apart.
	const count = previewOnly ? planned.length : run.memory.createdBy(request.fromNumber);
	if (count < maxGroups) return null;
	return settingError(
		run.context,
		`${quote(request.name, 100)} was not sent: ${request.fromNumber} ${previewOnly ? 'would have' : 'has'} created ${count} groups in this run, and Max Groups per Run is ${maxGroups}`,
		'The limit protects the number: WhatsApp allows about 30 groups a day. Raise it under Options if you know that this number may create more (0 means no limit).',
	);
}

export function creationLimitError(
	{ context }: CreateRun,
	{ name, fromNumber }: GroupRequest,
	limit: string,
): NodeOperationError {
	return settingError(
		context,
		`${quote(name, 100)} was not created: 2Chat says that ${fromNumber} may not create more groups for now: ${quote(limit, 300)}`,
		'WhatsApp allows about 30 groups a day for one number. Go on tomorrow, or use another number.',
	);
}

/** @throws NodeOperationError when Check Numbers First has left nobody to send */
export function throwIfNobodyIsLeft(
	{ context }: CreateRun,
	request: GroupRequest,
	checked: SavedResults,
): void {
	if (request.people.some((number) => checked[number] === undefined)) return;
	const participants = buildReport(
		request.participants,
		(number) => checked[number] ?? NOT_SENT,
		REPORT,
	);
	throw settingError(
		context,
		`None of the people for the group ${quote(request.name, 100)} is on WhatsApp: ${nameMissing(participants)}`,
		'Check Numbers First has checked them. No group was created. Ask them for their WhatsApp numbers.',
		{ participants },
	);
}

/** 2Chat's and WhatsApp's ways to say it are not documented (2chat-api.md 7.6), so this reads the words. */
const CREATION_LIMIT =
	/(?:created|creating|create) too many groups|too many (?:new )?groups (?:creat|today|per day)|groups? .*too (?:quickly|fast|often)|groups? creation limit|limit (?:of|on|for) (?:new |created )?groups (?:reached|exceeded|today|per day)|rate-overlimit/i;

/** 2Chat's words when they say that the sender may create no more groups for now. */
export function creationLimit({ name }: GroupRequest, { apiText }: Failure): string | null {
	// A name that is quoted back may be anything.
	const words = apiText ?? '';
	return CREATION_LIMIT.test(words.replaceAll(name, '')) ? words : null;
}

/** Batching. Counts the groups that the whole execution has created: those that are remembered need no pause. */
export async function pauseBetweenBatches(
	{ client, memory: { pace } }: CreateRun,
	{ options }: GroupRequest,
): Promise<void> {
	const size = Math.max(options.batchSize, 1);
	if (options.batchSize === -1 || pace.sincePause < size) return;
	await client.wait(options.batchIntervalMs);
	pace.sincePause = 0;
}

/**
 * When one item's failure would end the run, a run that is bound to reach Max Groups per Run is refused
 * before anything is sent, instead of ending in the middle.
 *
 * @throws NodeOperationError naming the sender
 */
export async function throwIfTooMany(run: CreateRun): Promise<void> {
	const { context, itemGroups, memory } = run;
	if (context.continueOnFail()) return;
	const limit = new Fields(context, 0).collection('options').wholeNumber(maxGroupsOption);
	if (limit === 0 || itemGroups.length <= limit) return;
	const newGroups = new Map<string, GroupRequest>();
	for (const request of requestsOf(run)) {
		if (request.options.ifGroupExists !== 'create' || memory.find(request.key)) continue;
		// Requests with one Unique Key make one group.
		if (await keyStandsForGroup(run, request)) continue;
		newGroups.set(request.options.uniqueKey || request.key, request);
	}
	// Previews and real requests are counted apart.
	const counts = groupBy(newGroups.values(), ({ fromNumber, options }) =>
		JSON.stringify([fromNumber, options.previewOnly]),
	);
	for (const requests of counts.values()) {
		const [first] = requests;
		if (first === undefined) continue;
		const { fromNumber, options } = first;
		const total = requests.length + (options.previewOnly ? 0 : memory.createdBy(fromNumber));
		if (total <= limit) continue;
		throw settingError(
			context,
			`This run would create ${total} groups from ${fromNumber}, and Max Groups per Run is ${limit}`,
			'Nothing was sent. The limit protects the number: WhatsApp allows about 30 groups a day. Send fewer items, set Combine Items to One Group per Name if rows belong together, or raise the limit under Options (0 means no limit).',
		);
	}
}
