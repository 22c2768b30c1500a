import { ApiError } from '../errors.mts';
import { isLoopback } from '../deliveries.mts';
import type { ConnectedNumber, Group } from '../model.mts';
import {
	admit,
	mapEntry,
	numberLists,
	participantMap,
	successOf,
	unique,
} from '../participants.mts';
import { renderGroup, renderGroupWithMembers } from '../render.mts';
import {
	acting,
	done,
	knownGroup,
	ok,
	ownNumber,
	pathPhone,
	workingNumber,
	type Answer,
	type Body,
	type CallContext,
	type Route,
} from '../route.mts';
import type { Settings } from '../settings.mts';
import { address, body, filled, participants, phone, text } from '../schemas.mts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_NAME = 100;
const LONGEST_DESCRIPTION = 2048;

/** Counted in characters as people see them in code points, not in UTF-16 units (5.1). */
function assertLength(what: 'name' | 'description', value: string): void {
	if ([...value].length > (what === 'name' ? LONGEST_NAME : LONGEST_DESCRIPTION)) {
		throw new ApiError(400, `The ${what} of the group is too long`);
	}
}

/** WhatsApp's unpublished limit on new groups (2chat-api.md 2.1, 5.6). */
function assertMayCreate({ world, settings }: CallContext, creator: ConnectedNumber): void {
	if (settings.groupsPerDay === 0) return;
	const dayAgo = Date.now() - DAY_MS;
	const today = world.creations.filter(
		({ phoneNumber, at }) => phoneNumber === creator.phoneNumber && at > dayAgo,
	);
	if (today.length >= settings.groupsPerDay) {
		throw new ApiError(settings.groupLimitStatus, settings.groupLimitText);
	}
}

/** `POST /whatsapp/group/create` (2chat-api.md 2.1). */
function createGroup(context: CallContext, { from_number, group: wanted }: Body): Answer {
	const { world, settings } = context;
	const { name, description = null } = wanted;
	const participants = unique(wanted.participants, settings);
	assertLength('name', name);
	assertLength('description', description ?? '');
	const creator = workingNumber(context, from_number);
	assertMayCreate(context, creator);

	const group = world.createGroup(creator, name, description);
	const others = participants
		.filter((number) => number !== creator.phoneNumber)
		.map((number) => admit(world, group, number, 'create', creator));
	world.settle(group);
	context.call.groupUuid = group.uuid;
	const creatorEntry = mapEntry(200, 'create', settings, {
		isGroupCreator: true,
		isInviteV4Sent: false,
	});
	const answer = done(context, {
		success: successOf(others, settings),
		group: {
			name,
			wa_group_id: group.waGroupId,
			participants: {
				[creator.phoneNumber]: creatorEntry,
				...participantMap(others, 'create', settings),
			},
			...numberLists(others, settings),
			uuid: group.uuid,
		},
	});
	return { ...answer, status: settings.createStatus };
}

/** The names of page and size that the list understands (2.2). */
const PAGING: Readonly<Record<Settings['groupPaging'], Array<[page: string, size: string]>>> = {
	both: [
		['page', 'per_page'],
		['page_number', 'results_per_page'],
	],
	page: [['page', 'per_page']],
	page_number: [['page_number', 'results_per_page']],
	ignored: [],
};

function pageOf<Entry>({ query, settings }: CallContext, entries: Entry[]): Entry[] {
	const names = PAGING[settings.groupPaging].find((pair) => pair.some((name) => name in query));
	const number = (name = '', fallback: number) => Number(query[name] ?? fallback);
	const cap = settings.groupPageCap || Math.max(entries.length, 1);
	const size = Math.min(Math.max(number(names?.[1], cap), 1), cap);
	const start = number(names?.[0], 0) * size;
	return entries.slice(start, start + size);
}

/** `GET /whatsapp/groups/{phone}` (2chat-api.md 2.2). It is 2Chat's stored copy, so it needs no connection. */
function listGroups(context: CallContext): Answer {
	const { world, settings } = context;
	const number = ownNumber(context, pathPhone(context, 'phone'));
	if (number.channelType === 'WABA') throw new ApiError(404, 'WhatsApp Web number not found');
	const groups = world.groups.flatMap((group) => {
		const handle = group.handles.find(({ phoneNumber }) => phoneNumber === number.phoneNumber);
		if (handle === undefined || handle.listedFrom > Date.now()) return [];
		const isIn = world
			.visibleMembers(group)
			.some(({ phoneNumber }) => phoneNumber === number.phoneNumber);
		return isIn ? [renderGroup(world, group, handle)] : [];
	});
	if (settings.groupOrder === 'newestFirst') groups.reverse();
	const shown = pageOf(context, groups);
	if (settings.groupListAnswer === 'bareArray') return ok(shown);
	const counts = { none: {}, page: { count: shown.length }, total: { count: groups.length } };
	return ok({ success: true, ...counts[settings.groupCount], data: shown });
}

/** `GET /whatsapp/group/{uuid}` (2chat-api.md 2.3). */
function getGroup(context: CallContext): Answer {
	const { group, handle } = knownGroup(context, context.params.uuid ?? '', 'readableFrom');
	return ok({ success: true, data: renderGroupWithMembers(context.world, group, handle) });
}

/** `set-description` (2chat-api.md 2.7). */
function setDescription(context: CallContext, { from_number, description }: Body): Answer {
	assertLength('description', description);
	change(context, from_number, { description: description === '' ? null : description });
	return done(context, { success: true });
}

/** `set-picture` (2chat-api.md 2.7): the address must be public. */
function setPicture(context: CallContext, { from_number, url }: Body): Answer {
	if (isLoopback(url)) {
		throw new ApiError(400, 'The picture could not be fetched: its URL is not public');
	}
	change(context, from_number, { pictureUrl: url });
	return done(context, { success: true, batched: true });
}

/** Changes the group of the path for one of its members. */
function change(context: CallContext, fromNumber: string, values: Partial<Group>): void {
	const { group } = acting(context, fromNumber);
	Object.assign(group, values, { updatedAt: context.world.stamp() });
}

export const groupRoutes: Route[] = [
	{
		operation: 'create-group',
		method: 'POST',
		path: '/whatsapp/group/create',
		body: body({
			from_number: phone,
			group: body({ name: filled, description: text, participants }, ['description']),
		}),
		handle: createGroup,
	},
	{ operation: 'list-groups', method: 'GET', path: '/whatsapp/groups/:phone', handle: listGroups },
	{ operation: 'get-group', method: 'GET', path: '/whatsapp/group/:uuid', handle: getGroup },
	{
		operation: 'set-description',
		method: 'POST',
		path: '/whatsapp/group/:uuid/set-description',
		body: body({ from_number: phone, description: text }),
		handle: setDescription,
	},
	{
		operation: 'set-picture',
		method: 'POST',
		path: '/whatsapp/group/:uuid/set-picture',
		body: body({ from_number: phone, url: address }),
		handle: setPicture,
	},
];
