import { ApiError } from '../errors.mts';
import type { ConnectedNumber, Group, Member } from '../model.mts';
import { readParticipants } from '../participantList.mts';
import { admit, numberLists, participantMap, successOf } from '../participants.mts';
import { assertMember, isAdmin, NO_RIGHTS } from '../rights.mts';
import {
	actingGroup,
	workingNumber,
	wrote,
	type Answer,
	type CallContext,
	type Route,
} from '../route.mts';
import { FieldReader } from '../validation.mts';
import type { World } from '../world.mts';

/** What the four participant calls have in common (2chat-api.md 2.0): body, number, group. */
function open(context: CallContext) {
	const body = new FieldReader(context.body, ['body']);
	const fromNumber = body.phone('from_number');
	const numbers = readParticipants(body, context.settings);
	body.check();
	const actor = workingNumber(context, fromNumber);
	const uuid = context.params.uuid ?? '';
	const group = actingGroup(context, uuid);
	assertMember(context.world, group, actor);
	return { actor, group, uuid, numbers };
}

/** `add-participant` (2chat-api.md 2.4). */
function add(context: CallContext): Answer {
	const { world, settings } = context;
	const { actor, group, uuid, numbers } = open(context);
	if (!isAdmin(world, group, actor)) {
		const text = NO_RIGHTS['add-participant'];
		if (settings.notAdminAnswer === 'error') throw new ApiError(403, text);
		return { status: settings.postStatus, body: { success: true, participants: text } };
	}
	const results = numbers.map((number) => admit(world, group, number, 'add', actor));
	wrote(context, uuid);
	const map = participantMap(results, 'add', settings);
	const lists = numberLists(results, settings);
	return {
		status: settings.postStatus,
		body: {
			success: successOf(results, settings),
			participants: settings.listsOnAdd === 'inside' ? { ...map, ...lists } : map,
			...(settings.listsOnAdd === 'top' ? lists : {}),
		},
	};
}

type ListOperation = 'remove-participant' | 'promote-participant' | 'demote-participant';

/** Does the thing to a member and says whether that was possible. */
type MemberAction = (world: World, group: Group, member: Member, actor: ConnectedNumber) => boolean;

function answerLists(
	context: CallContext,
	operation: ListOperation,
	accepted: string[],
	unaccepted: string[],
): Answer {
	const { settings } = context;
	const success = settings.successWhenNobody || accepted.length > 0 || unaccepted.length === 0;
	const shape = operation === 'remove-participant' ? 'lists' : settings.roleChangeAnswer;
	const code = (value: number) => (settings.statusCodeType === 'string' ? String(value) : value);
	const participants = {
		lists: {
			timestamp: Math.floor(Date.now() / 1000),
			accepted_numbers: accepted,
			unaccepted_numbers: unaccepted,
		},
		map: Object.fromEntries([
			...accepted.map((number) => [number, { [settings.statusCodeKey]: code(200) }]),
			...unaccepted.map((number) => [number, { [settings.statusCodeKey]: code(404) }]),
		]),
		plain: undefined,
	}[shape];
	return {
		status: settings.postStatus,
		body: { success, ...(participants === undefined ? {} : { participants }) },
	};
}

/** Remove, promote and demote: people who are not in the group are dropped silently (2.5, 2.6, 5.2). */
function listCall(operation: ListOperation, action: MemberAction): Route['handle'] {
	return (context) => {
		const { world, settings } = context;
		const { actor, group, uuid, numbers } = open(context);
		if (!isAdmin(world, group, actor)) {
			throw new ApiError(403, NO_RIGHTS[operation]);
		}
		const accepted: string[] = [];
		const unaccepted: string[] = [];
		for (const number of numbers) {
			const member = world.member(group, number);
			const done =
				member !== undefined &&
				member.phoneNumber !== actor.phoneNumber &&
				action(world, group, member, actor);
			const isAsked = settings.answersKeyedBy === 'asked';
			const key = isAsked ? number : world.whatsappNumber(number);
			(done ? accepted : unaccepted).push(key);
		}
		wrote(context, uuid);
		return answerLists(context, operation, accepted, unaccepted);
	};
}

/** The creator can be neither removed nor demoted (2chat-api.md 5.5). */
function isCreator(member: Member): boolean {
	return member.role === 'superadmin';
}

export const participantRoutes: Route[] = [
	{
		operation: 'add-participant',
		method: 'POST',
		path: '/whatsapp/group/:uuid/add-participant',
		handle: add,
	},
	{
		operation: 'remove-participant',
		method: 'POST',
		path: '/whatsapp/group/:uuid/remove-participant',
		handle: listCall('remove-participant', (world, group, member, actor) => {
			if (isCreator(member)) return false;
			const author = actor.phoneNumber;
			world.depart(group, member.phoneNumber, 'remove', { author, own: true });
			return true;
		}),
	},
	{
		operation: 'promote-participant',
		method: 'POST',
		path: '/whatsapp/group/:uuid/promote-participant',
		handle: listCall('promote-participant', (world, group, member) => {
			if (member.role === 'member') world.setRole(group, member, 'admin');
			return true;
		}),
	},
	{
		operation: 'demote-participant',
		method: 'POST',
		path: '/whatsapp/group/:uuid/demote-participant',
		handle: listCall('demote-participant', (world, group, member) => {
			if (isCreator(member)) return false;
			if (member.role === 'admin') world.setRole(group, member, 'member');
			return true;
		}),
	},
];
