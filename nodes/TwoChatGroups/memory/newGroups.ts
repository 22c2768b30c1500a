import type { IAllExecuteFunctions, IHookFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

/** Groups that came into being during this execution, whichever of its nodes has made them. */
export interface NewGroups {
	has(uuid: string): boolean;
	add(uuid: string): void;
}

/**
 * 2Chat may not know a new group by its id for some minutes (2chat-api.md 7.10). n8n keeps this with the
 * execution, so that nodes behind Create know it as well. Lists and triggers have no execution.
 */
export function openNewGroups(
	context: IAllExecuteFunctions | ILoadOptionsFunctions | IHookFunctions,
): NewGroups {
	const memory: Memory = 'getContext' in context ? context.getContext('flow') : {};
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
