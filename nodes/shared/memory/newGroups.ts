import type { IExecuteFunctions } from 'n8n-workflow';

/** `created`: by a node of this execution. `seen`: found in the list, created just now by somebody. */
type Newness = 'created' | 'seen';

/** Groups that came into being while this execution ran. */
export interface NewGroups {
	has(uuid: string): boolean;
	/** Those that nodes of this execution have created. */
	created(): string[];
	add(uuid: string, newness: Newness): void;
}

/**
 * 2Chat may not know a new group by its id for some minutes (2chat-api.md 7.10). n8n keeps this with the
 * execution, so that nodes behind Create know it as well.
 */
export function openNewGroups(context: IExecuteFunctions): NewGroups {
	const memory = context.getContext('flow') as { twoChatNewGroups?: Record<string, Newness> };
	return {
		has: (uuid) => memory.twoChatNewGroups?.[uuid] !== undefined,
		created: () =>
			Object.entries(memory.twoChatNewGroups ?? {}).flatMap(([uuid, newness]) =>
				newness === 'created' ? uuid : [],
			),
		add: (uuid, newness) => {
			const known = (memory.twoChatNewGroups ??= {});
			if (known[uuid] !== 'created') known[uuid] = newness;
		},
	};
}
