import type { IExecuteFunctions } from 'n8n-workflow';

/** Groups that came into being while this execution ran. */
export interface NewGroups {
	has(uuid: string): boolean;
	add(uuid: string): void;
}

/**
 * 2Chat may not know a new group by its id for some minutes (2chat-api.md 7.10). n8n keeps this with the
 * execution, so that nodes behind Create know it as well.
 */
export function openNewGroups(context: IExecuteFunctions): NewGroups {
	const memory = context.getContext('flow') as Memory;
	return {
		has: (uuid) => memory.twoChatNewGroups?.[uuid] === true,
		add: (uuid) => {
			(memory.twoChatNewGroups ??= {})[uuid] = true;
		},
	};
}

/** n8n's memory of an execution, which all its nodes share. */
interface Memory {
	twoChatNewGroups?: Record<string, true>;
}
