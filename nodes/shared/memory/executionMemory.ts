import { hash } from 'node:crypto';

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isSameName } from '../groups/foundGroups';
import type { FoundGroup } from '../groups/foundGroups';
import type { Outcome, ParticipantResult } from '../groups/outcomes';
import { openNewGroups } from './newGroups';

/**
 * What is known about one request for a group. n8n saves it with the execution, so it is kept small: about
 * 220 bytes, and 32 more for each person. That a group is new takes 50 more (newGroups.ts).
 */
export interface GroupRecord extends IDataObject {
	/** `sent`: a create request left and its end is not known. `made`: the group exists. */
	state: 'sent' | 'made';
	/** When the request left, in ms since 1970. */
	sentAt: number;
	fromNumber: string;
	uuid?: string;
	waGroupId?: string;
	name: string;
	/** False when the group was there before. */
	created?: boolean;
	/** The answer was lost and the group was found in the list. */
	recovered?: boolean;
	/** Nobody is to be added: an earlier execution with the same Unique Key has dealt with the group. */
	closed?: boolean;
	/** By number; null for those whose fate is still open. */
	people: Record<string, SavedResult | null>;
	/** Those whom a request without a clear end may have added. */
	unsure?: string[];
	/** Additional steps that were done or must not be tried again. */
	steps?: IDataObject;
	/** 2Chat's answers, kept only where the Output option asks for them. */
	raw?: IDataObject[];
}

/** The message is left out where it is the one that nearly everybody gets. */
export type SavedResult = [
	outcome: Outcome,
	statusCode: number | null,
	flags: number,
	message?: string | null,
];

/** By number. */
export type SavedResults = Record<string, SavedResult>;

export interface ExecutionMemory {
	find(key: string): GroupRecord | undefined;
	write(key: string, entry: GroupRecord): void;
	forget(key: string): void;
	/** What requests of this execution have for a sender. */
	groupsOf(fromNumber: string): FoundGroup[];
	/** Create requests for a group of that name whose end is not known. */
	unclear(fromNumber: string, name: string): GroupRecord[];
	/** What this execution, in all its passes and tries, has asked of a sender. */
	sender(fromNumber: string): SenderUse;
}

export interface SenderUse extends IDataObject {
	/** Groups that were made, or may have been. */
	made: number;
	/** 2Chat's words when it said that this number may not create groups for now. */
	limit?: string;
}

/**
 * The memory that survives Retry On Fail and "Retry execution", but not a new execution nor a killed
 * worker.
 */
export function openExecutionMemory(context: IExecuteFunctions): ExecutionMemory {
	const memory = context.getContext('node') as Memory;
	const entries = (memory.groups ??= {});
	// n8n gives no id to a tool that is called over MCP, whatever the type says.
	const execution = String(context.getExecutionId());
	// "Retry execution" gets the memory of the execution it repeats, but has limits of its own.
	if (memory.use?.execution !== execution) memory.use = { execution, senders: {} };
	const { senders } = memory.use;
	const newGroups = openNewGroups(context);
	return {
		find: (key) => entries[key],
		write: (key, entry) => {
			entries[key] = entry;
			if (entry.created === true && entry.uuid !== undefined) newGroups.add(entry.uuid);
		},
		forget: (key) => {
			delete entries[key];
		},
		groupsOf: (fromNumber) =>
			Object.values(entries).flatMap((entry) =>
				entry.uuid === undefined || entry.fromNumber !== fromNumber
					? []
					: {
							uuid: entry.uuid,
							waGroupId: entry.waGroupId ?? null,
							name: entry.name,
							createdAt: entry.sentAt,
							ownedBySender: entry.created === true,
						},
			),
		unclear: (fromNumber, name) =>
			Object.values(entries).filter(
				(entry) =>
					entry.state === 'sent' && entry.fromNumber === fromNumber && isSameName(entry.name, name),
			),
		sender: (fromNumber) => (senders[fromNumber] ??= { made: 0 }),
	};
}

/** n8n's memory of one node in one execution. */
interface Memory {
	groups?: Record<string, GroupRecord>;
	use?: { execution: string; senders: Record<string, SenderUse> };
}

/**
 * The same for the same input item whenever n8n runs the node again. The run is part of it because in
 * Loop Over Items a second pass with the same data is a new request.
 *
 * @param request tells apart what the same item asks for
 */
export function itemKey(context: IExecuteFunctions, item: number, request?: unknown): string {
	const place = `${runOf(context, item)}.${item}`;
	return request === undefined ? place : `${place}.${fingerprint(request)}`;
}

/**
 * The same for something that must not happen twice. n8n gives each try of a model's tool a run of its own, so
 * there only what is asked for can tell.
 *
 * @param asked gives what a model asks for, whole
 * @param request tells apart what the same item asks for
 */
export function onceKey(
	context: IExecuteFunctions,
	item: number,
	asked: () => unknown,
	request?: unknown,
): string {
	const isTool = context.getNode().type.endsWith('Tool');
	return isTool ? fingerprint(asked()) : itemKey(context, item, request);
}

function fingerprint(value: unknown): string {
	return hash('sha256', JSON.stringify(value)).slice(0, 16);
}

// One context is one run of the node.
const runs = new WeakMap<IExecuteFunctions, number>();

function runOf(context: IExecuteFunctions, item: number): number {
	let run = runs.get(context);
	if (run === undefined) {
		const index = context.getWorkflowDataProxy(item).$runIndex as unknown;
		run = typeof index === 'number' ? index : 0;
		runs.set(context, run);
	}
	return run;
}

const INVITED = 1;
const ACCEPTED = 2;
const UNACCEPTED = 4;

/** 2chat-api.md 2.1. */
const USUAL_CODE = 200;
const USUAL_MESSAGE = 'The participant was added successfully';

export function storeResult(result: ParticipantResult): SavedResult {
	const { outcome, statusCode, message, inviteSent, listed } = result;
	const flags =
		(inviteSent ? INVITED : 0) |
		(listed === 'accepted' ? ACCEPTED : 0) |
		(listed === 'unaccepted' ? UNACCEPTED : 0);
	const isUsual = statusCode === USUAL_CODE && message === USUAL_MESSAGE;
	return isUsual ? [outcome, statusCode, flags] : [outcome, statusCode, flags, message];
}

export function restoreResult([
	outcome,
	statusCode,
	flags,
	message,
]: SavedResult): ParticipantResult {
	return {
		outcome,
		statusCode,
		message: message === undefined ? USUAL_MESSAGE : message,
		inviteSent: (flags & INVITED) !== 0,
		listed:
			(flags & ACCEPTED) !== 0 ? 'accepted' : (flags & UNACCEPTED) !== 0 ? 'unaccepted' : null,
	};
}
