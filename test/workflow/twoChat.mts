import type { IDataObject } from 'n8n-workflow';

import type { RunNodeResult } from '../engine/types.mts';
import type {
	Account,
	Fault,
	Group,
	GroupSeed,
	Operation,
	RecordedCall,
} from '../sandbox/sandbox.mts';
import { sandbox } from './bench.mts';
import { ANA, FROM, members } from './data.mts';

// What the local 2Chat was asked, what there is by now, and what goes wrong.

/** Adds a group that is simply there, and gives its id. */
export function addGroup(
	members: GroupSeed['members'] = [{ phoneNumber: ANA }],
	seed: Partial<GroupSeed> = {},
): string {
	return sandbox.world.addGroup({ name: 'Team', phoneNumber: FROM, members, ...seed }).uuid;
}

/** The same for each name, with the same members. Gives the ids. */
export function addGroups(names: string[], ...numbers: string[]): string[] {
	return names.map((name) => addGroup(members(...numbers), { name }));
}

/** Changes the account that the key belongs to. */
export function changeAccount(changes: Partial<Account>): void {
	Object.assign(sandbox.world.account, changes);
}

export function callsOf(operation: RecordedCall['operation']): RecordedCall[] {
	return sandbox.calls.filter((call) => call.operation === operation);
}

export function bodiesOf(operation: Operation): unknown[] {
	return callsOf(operation).map(({ body }) => body);
}

/** Which operations the calls so far are. */
export function operations(): Array<string | null> {
	return sandbox.calls.map(({ operation }) => operation);
}

/** Calls so far as "METHOD path". */
export function requests(): string[] {
	return sandbox.calls.map(({ method, path }) => `${method} ${path}`);
}

/** Those that may change something. */
export function writes(): string[] {
	return requests().filter((request) => !request.startsWith('GET '));
}

/** Names in the create requests, in the order of their arrival. */
export function requestedNames(): string[] {
	return bodiesOf('create-group').map((body) => (body as { group: { name: string } }).group.name);
}

/** Numbers of a create or add request. */
export function peopleOf({ body }: RecordedCall): string[] {
	const { participants, group } = body as {
		participants?: string[];
		group?: { participants: string[] };
	};
	return participants ?? group?.participants ?? [];
}

/** Whom each request to create a group or to add people asked for. */
export function requestedPeople(): string[][] {
	return sandbox.calls
		.filter(({ operation }) => operation === 'create-group' || operation === 'add-participant')
		.map(peopleOf);
}

/** The run has ended with that message, and 2Chat was asked nothing. */
export function expectRefused({ status, error }: RunNodeResult, message: string | RegExp): void {
	expect({ status, message: error?.message, requests: requests() }).toEqual({
		status: 'error',
		message: typeof message === 'string' ? message : expect.stringMatching(message),
		requests: [],
	});
}

/** Groups that exist on WhatsApp by now. */
export function groupNames(): string[] {
	return sandbox.world.groups.map(({ name }) => name);
}

/** The first group with that id or name. */
export function groupOf(key: string | undefined): Group | undefined {
	return sandbox.world.groups.find(({ uuid, name }) => uuid === key || name === key);
}

/** Who is in a group, by its id or name, without its creator. */
export function membersOf(key: string | undefined): string[] {
	return (groupOf(key)?.members ?? []).flatMap(({ role, phoneNumber }) =>
		role === 'superadmin' ? [] : phoneNumber,
	);
}

/** Who of them is an admin. */
export function adminsOf(key: string | undefined): string[] {
	return (groupOf(key)?.members ?? []).flatMap(({ role, phoneNumber }) =>
		role === 'admin' ? phoneNumber : [],
	);
}

/** Somebody writes into a group on their phone. */
export function say(uuid: string, text: string | null, url: string | null = null): void {
	const group = groupOf(uuid);
	if (group === undefined) throw new Error(`There is no group ${uuid}.`);
	const { world } = sandbox;
	world.say(group, { fromPhoneNumber: ANA, text, url, viaApi: false });
}

/** 2Chat refuses a call; unless told otherwise, the next one and for want of credits. */
export function refuse(operation: Operation, more: Partial<Fault> = {}): void {
	sandbox.fault({ operation, effect: 'answer', status: 402, ...more });
}

/** 2Chat accepts a call and answers with that; unless told otherwise, the next one. */
export function answerWith(operation: Operation, body: unknown, more: Partial<Fault> = {}): void {
	sandbox.fault({ operation, effect: 'answer', status: 200, body, ...more });
}

/** 2Chat does what it is asked to, but the answer is lost. */
export function loseAnswer(operation: Operation, more: Partial<Fault> = {}): void {
	sandbox.fault({ operation, when: 'after', effect: 'reset', ...more });
}

/** Changes every answer of 2Chat to the operation. */
export function changeAnswers(operation: Operation, mutate: Required<Fault>['mutate']): void {
	sandbox.fault({ operation, effect: 'mutate', times: 0, mutate });
}

/** Changes the groups that 2Chat lists. */
export function changeListed(change: (groups: IDataObject[]) => IDataObject[]): void {
	changeAnswers('list-groups', (answer) => {
		const { data } = answer as { data: IDataObject[] };
		return { ...(answer as object), data: change(data) };
	});
}

/** 2Chat lists no group, as if it had not noticed yet; 0 for always. */
export function hideGroups(times = 0): void {
	const mutate = () => ({ data: [] });
	sandbox.fault({ operation: 'list-groups', effect: 'mutate', times, mutate });
}
