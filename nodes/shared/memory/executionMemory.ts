import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { comparableName, isSameName, type FoundGroup } from '../groups/foundGroups';
import type { SavedResults } from '../groups/outcomes';
import { openNewGroups } from './newGroups';

/** What is known about one request for a group, whether the group exists or not. */
type Asked = {
	/** The node that asked for it. */
	node: string;
	/** When the request left, in ms since 1970. */
	requestedAt: number;
	fromNumber: string;
	/** As 2Chat has it, as far as that is known. */
	name: string;
	/** What the group was asked for as, which may be called otherwise in 2Chat. */
	requestedName: string;
	uniqueKey: string;
	/** That travelled with the creation. */
	description?: string;
	/** Its Unique Key, if it has one, was claimed by this request, which may give it back. */
	holdsKey: boolean;
	people: SavedResults;
	admins?: SavedResults;
	/** What became of each additional step so far. */
	steps?: IDataObject;
	/** 2Chat's answers, kept only where the Output option asks for them. */
	raw?: IDataObject[];
};

/** A create request left, and the group may exist. */
export type RequestedGroup = Asked & {
	/**
	 * - `requested`: under way, or nobody knows how it ended. What 2Chat has surely refused is forgotten.
	 * - `refused`: in words that 2Chat also uses after it has created the group. A look tells.
	 */
	state: 'requested' | 'refused';
};

export type ExistingGroup = Asked & {
	/**
	 * - `created`: by this request.
	 * - `used`: it was there before.
	 * - `untouched`: it belongs to the Unique Key already, by an earlier execution or item, so nobody is added.
	 */
	state: 'created' | 'used' | 'untouched';
	uuid: string;
	waGroupId: string | null;
	/** The answer was lost and the group was found in the list. */
	recovered?: true;
	/** Until everything is done: an item that failed in between is recognised by it. */
	isUnfinished?: true;
};

/**
 * n8n saves it with the execution, so it is kept small: about 450 bytes, and 105 more for each person. That a group
 * is new takes 50 more (newGroups.ts).
 */
export type GroupRecord = RequestedGroup | ExistingGroup;

export function exists(group: GroupRecord): group is ExistingGroup {
	return 'uuid' in group;
}

/** Nobody knows whether it exists, or its item has failed after it was created. */
export function isUnfinished(group: GroupRecord): boolean {
	return !exists(group) || group.isUnfinished === true;
}

export interface ExecutionMemory {
	find(key: string): GroupRecord | undefined;
	write(key: string, group: GroupRecord): void;
	/** As if it had never been asked for. */
	forget(key: string): void;
	/** From now on the one key finds what the other one does. */
	link(key: string, other: string): void;
	/** All requests of this sender whose group has this name, oldest first. */
	named(fromNumber: string, name: string): Array<[key: string, group: GroupRecord]>;
	/** All create requests of this sender whose end is not known, oldest first. */
	unclear(fromNumber: string): Array<[key: string, group: RequestedGroup]>;
	/**
	 * What this node has asked for with this key, or another for the same sender and name: n8n's store has keys of its own
	 * for each node, and two nodes may make two groups for one deal.
	 */
	withUniqueKey(
		uniqueKey: string,
		request: { fromNumber: string; name: string },
	): GroupRecord | undefined;
	/**
	 * What was asked for under this name, from any sender, and may be asked for again: what has not come to its end, and
	 * what this node has asked for in the execution that this one retries.
	 */
	begun(name: string): Array<[key: string, group: GroupRecord]>;
	/** How many groups this execution, in all its passes and tries, has created from a number, or may have. */
	createdBy(fromNumber: string): number;
	/** What this execution has learnt about a sender. */
	sender(fromNumber: string): SenderUse;
	/** How many groups were asked for since the last pause between batches. */
	pace: { sincePause: number };
}

export type SenderUse = {
	/** How many creations in a row may have been done and were not found. */
	lost?: number;
	/** 2Chat's words when it said that this number may not create groups for now. */
	limit?: string;
};

/**
 * The memory of all Create nodes of an execution. It survives Retry On Fail and "Retry execution", but not a new
 * execution nor a killed worker.
 */
export function openExecutionMemory(context: IExecuteFunctions): ExecutionMemory {
	const node = context.getNode().name;
	const flow = context.getContext('flow') as { twoChatGroups?: Memory };
	const memory = (flow.twoChatGroups ??= {});
	const groups = (memory.groups ??= {});
	const links = (memory.links ??= {});
	// n8n gives no id to a tool that is called over MCP, whatever the type says.
	const execution = String(context.getExecutionId());
	// "Retry execution" gets the memory of the execution it repeats, but has limits of its own.
	if (memory.use?.execution !== execution) {
		memory.use = { execution, since: Date.now(), senders: {}, pace: { sincePause: 0 } };
	}
	const { since, senders, pace } = memory.use;
	const newGroups = openNewGroups(context);
	const keys = new Map<string, Set<string>>();
	Object.entries(groups).forEach(([key, group]) => index(key, group));

	return {
		find: (key) => groups[links[key] ?? key],
		write: (key, group) => {
			const target = links[key] ?? key;
			groups[target] = group;
			index(target, group);
			if (group.state === 'created') newGroups.add(group.uuid, 'created');
		},
		forget: (key) => {
			delete groups[links[key] ?? key];
			delete links[key];
		},
		link: (key, other) => {
			links[key] = other;
		},
		named: (fromNumber, name) =>
			entriesOf(nameIndex(name)).filter(([, group]) => group.fromNumber === fromNumber),
		unclear: (fromNumber) =>
			entriesOf(`unclear ${fromNumber}`).flatMap(([key, group]) =>
				exists(group) ? [] : [[key, group]],
			),
		withUniqueKey: (uniqueKey, { fromNumber, name }) =>
			entriesOf(`key ${uniqueKey}`)
				.map(([, group]) => group)
				.find(
					(group) =>
						group.node === node ||
						(group.fromNumber === fromNumber && isSameName(group.requestedName, name)),
				),
		begun: (name) =>
			entriesOf(nameIndex(name)).filter(
				([, group]) => isUnfinished(group) || (group.node === node && group.requestedAt < since),
			),
		createdBy: (fromNumber) =>
			Object.values(groups).filter(
				(group) =>
					group.fromNumber === fromNumber &&
					(group.state === 'created' || group.state === 'requested') &&
					// What the execution before a retry has asked for does not count here.
					group.requestedAt >= since,
			).length,
		sender: (fromNumber) => (senders[fromNumber] ??= {}),
		pace,
	};

	function index(key: string, group: GroupRecord): void {
		for (const name of indexNames(group)) {
			keys.set(name, (keys.get(name) ?? new Set()).add(key));
		}
	}

	function entriesOf(name: string): Array<[string, GroupRecord]> {
		return [...(keys.get(name) ?? [])].flatMap((key) => {
			const group = groups[key];
			// The key may have got another request since, or the group may have come.
			const isStill = group !== undefined && indexNames(group).includes(name);
			return isStill ? [[key, group] satisfies [string, GroupRecord]] : [];
		});
	}
}

/** By what a request is found beside its key. */
function indexNames(group: GroupRecord): string[] {
	const { fromNumber, requestedName, uniqueKey } = group;
	return [
		nameIndex(requestedName),
		...(uniqueKey === '' ? [] : [`key ${uniqueKey}`]),
		...(exists(group) ? [] : [`unclear ${fromNumber}`]),
	];
}

function nameIndex(name: string): string {
	return `name ${comparableName(name)}`;
}

/** A group of this execution, as the list would show it; null as long as it is not known to exist. */
export function asFoundGroup(group: GroupRecord): FoundGroup | null {
	if (!exists(group)) return null;
	return {
		uuid: group.uuid,
		waGroupId: group.waGroupId,
		name: group.requestedName,
		createdAt: group.requestedAt,
		ownedBySender: group.state === 'created',
	};
}

/** In n8n's memory of an execution, which all its nodes share. */
interface Memory {
	groups?: Record<string, GroupRecord>;
	links?: Record<string, string>;
	use?: {
		execution: string;
		/** When it began, in ms since 1970. */
		since: number;
		senders: Record<string, SenderUse>;
		pace: { sincePause: number };
	};
}
