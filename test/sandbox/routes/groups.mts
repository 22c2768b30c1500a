import { ApiError } from '../errors.mts';
import type { ConnectedNumber } from '../model.mts';
import { readParticipants } from '../participantList.mts';
import { admit, creatorResult, numberLists, participantMap, successOf } from '../participants.mts';
import { renderGroup, renderGroupWithMembers } from '../render.mts';
import {
	groupNotFound,
	ok,
	ownNumber,
	pathPhone,
	workingNumber,
	wrote,
	type Answer,
	type CallContext,
	type Route,
} from '../route.mts';
import { FieldReader } from '../validation.mts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_NAME = 100;
/** In characters (5.1). */
export const LONGEST_DESCRIPTION = 2048;

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
function createGroup(context: CallContext): Answer {
	const { world, settings } = context;
	const body = new FieldReader(context.body, ['body']);
	const fromNumber = body.phone('from_number');
	const fields = body.object('group');
	const name = fields.filledText('name');
	const description = fields.optionalText('description');
	const participants = readParticipants(fields, settings);
	body.check();
	// Names are counted in characters as people see them in code points, not in UTF-16 units (5.1).
	if ([...name].length > LONGEST_NAME) {
		throw new ApiError(400, 'The name of the group is too long');
	}
	if ([...(description ?? '')].length > LONGEST_DESCRIPTION) {
		throw new ApiError(400, 'The description of the group is too long');
	}
	const creator = workingNumber(context, fromNumber);
	assertMayCreate(context, creator);

	const group = world.createGroup(creator, name, description);
	const others = participants
		.filter((number) => number !== creator.phoneNumber)
		.map((number) => admit(world, group, number, 'create', creator));
	world.settle(group);
	wrote(context, group.uuid);
	const results = [creatorResult(creator), ...others];
	return {
		status: settings.createStatus,
		body: {
			success: successOf(results, settings),
			group: {
				name,
				wa_group_id: group.waGroupId,
				participants: participantMap(results, 'create', settings),
				...numberLists(results, settings),
				uuid: group.uuid,
			},
		},
	};
}

/** Which page of the group list is asked for, in the parameters that the server understands (2.2). */
function pageOf({ query, settings }: CallContext, total: number): { page: number; size: number } {
	const number = (name: string): number | undefined => {
		const value = query[name];
		return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
	};
	const pairs = {
		both: [
			['page', 'per_page'],
			['page_number', 'results_per_page'],
		],
		page: [['page', 'per_page']],
		page_number: [['page_number', 'results_per_page']],
		ignored: [],
	}[settings.groupPaging];
	const cap = settings.groupPageCap === 0 ? Math.max(total, 1) : settings.groupPageCap;
	for (const [pageName = '', sizeName = ''] of pairs) {
		const page = number(pageName);
		const size = number(sizeName);
		if (page !== undefined || size !== undefined) {
			return { page: page ?? 0, size: Math.min(Math.max(size ?? cap, 1), cap) };
		}
	}
	return { page: 0, size: cap };
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
	const { page, size } = pageOf(context, groups.length);
	const shown = groups.slice(page * size, (page + 1) * size);
	if (settings.groupListAnswer === 'bareArray') return ok(shown);
	const counts = { none: {}, page: { count: shown.length }, total: { count: groups.length } };
	return ok({ success: true, ...counts[settings.groupCount], data: shown });
}

/** `GET /whatsapp/group/{uuid}` (2chat-api.md 2.3). */
function getGroup({ world, account, params, call }: CallContext): Answer {
	const uuid = params.uuid ?? '';
	const found = world.groupByUuid(account, uuid);
	if (found === undefined || found.handle.readableFrom > Date.now()) throw groupNotFound(uuid);
	call.groupUuid = uuid;
	return ok({ success: true, data: renderGroupWithMembers(world, found.group, found.handle) });
}

export const groupRoutes: Route[] = [
	{
		operation: 'create-group',
		method: 'POST',
		path: '/whatsapp/group/create',
		handle: createGroup,
	},
	{ operation: 'list-groups', method: 'GET', path: '/whatsapp/groups/:phone', handle: listGroups },
	{ operation: 'get-group', method: 'GET', path: '/whatsapp/group/:uuid', handle: getGroup },
];
