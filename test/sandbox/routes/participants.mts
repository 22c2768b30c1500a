import { ApiError } from '../errors.mts';
import type { ConnectedNumber, Group, Member } from '../model.mts';
import { admit, numberLists, participantMap, successOf, unique } from '../participants.mts';
import { acting, done, type Answer, type Body, type CallContext, type Route } from '../route.mts';
import { body, participants, phone } from '../schemas.mts';
import type { World } from '../world.mts';

/** The result strings of whatsapp-web.js, of which only the add's is on record (2chat-api.md 5.2). */
const NO_RIGHTS = {
	'add-participant':
		'AddParticipantsError: You have no admin rights to add a participant to a group',
	'remove-participant':
		'RemoveParticipantsError: You have no admin rights to remove a participant from a group',
	'promote-participant':
		'PromoteParticipantsError: You have no admin rights to promote a participant of a group',
	'demote-participant':
		'DemoteParticipantsError: You have no admin rights to demote a participant of a group',
} as const;

type Change = keyof typeof NO_RIGHTS;

/** What the four participant calls have in common (2chat-api.md 2.0): number, group, people. */
function open(context: CallContext, { from_number, participants }: Body) {
	const numbers = unique(participants, context.settings);
	const { actor, group } = acting(context, from_number);
	const isAdmin = context.world.member(group, actor.phoneNumber)?.role !== 'member';
	return { actor, group, isAdmin, numbers };
}

/** `add-participant` (2chat-api.md 2.4). */
function add(context: CallContext, wanted: Body): Answer {
	const { world, settings } = context;
	const { actor, group, isAdmin, numbers } = open(context, wanted);
	if (!isAdmin) {
		const text = NO_RIGHTS['add-participant'];
		if (settings.notAdminAnswer === 'error') throw new ApiError(403, text);
		return { status: settings.postStatus, body: { success: true, participants: text } };
	}
	const results = numbers.map((number) => admit(world, group, number, 'add', actor));
	const map = participantMap(results, 'add', settings);
	const lists = numberLists(results, settings);
	return done(context, {
		success: successOf(results, settings),
		participants: settings.listsOnAdd === 'inside' ? { ...map, ...lists } : map,
		...(settings.listsOnAdd === 'top' ? lists : {}),
	});
}

/** Does the thing to a member and says whether that was possible. */
type MemberAction = (world: World, group: Group, member: Member, actor: ConnectedNumber) => boolean;

function answerLists(
	context: CallContext,
	operation: Change,
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
	return done(context, { success, participants });
}

function route(operation: Change, handle: Route['handle']): Route {
	return {
		operation,
		method: 'POST',
		path: `/whatsapp/group/:uuid/${operation}`,
		body: body({ from_number: phone, participants }),
		handle,
	};
}

/** Remove, promote and demote: people who are not in the group are dropped silently (2.5, 2.6, 5.2). */
function listCall(operation: Change, action: MemberAction): Route {
	return route(operation, (context, wanted) => {
		const { world, settings } = context;
		const { actor, group, isAdmin, numbers } = open(context, wanted);
		if (!isAdmin) throw new ApiError(403, NO_RIGHTS[operation]);
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
		return answerLists(context, operation, accepted, unaccepted);
	});
}

/** The creator can be neither removed nor demoted (2chat-api.md 5.5). */
function isCreator(member: Member): boolean {
	return member.role === 'superadmin';
}

export const participantRoutes: Route[] = [
	route('add-participant', add),
	listCall('remove-participant', (world, group, member, actor) => {
		if (isCreator(member)) return false;
		world.depart(group, member.phoneNumber, 'remove', { author: actor.phoneNumber, own: true });
		return true;
	}),
	listCall('promote-participant', (world, group, member) => {
		if (member.role === 'member') world.setRole(group, member, 'admin');
		return true;
	}),
	listCall('demote-participant', (world, group, member) => {
		if (isCreator(member)) return false;
		if (member.role === 'admin') world.setRole(group, member, 'member');
		return true;
	}),
];
