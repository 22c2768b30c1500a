import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { parseFromNumber } from '../shared/form/fromNumber';
import { settingError } from '../shared/settingError';
import { quote } from '../shared/text';
import { readGroupId } from '../shared/groups/groupId';
import { isGroupEvent, type GroupEvent } from './events';
import { settingsMark, toAddress, type Address } from './hookUrl';

/** What the node asks 2Chat to be told of. */
export interface TriggerSettings {
	address: Address;
	events: GroupEvent[];
	fromNumber: string;
	/** The value of Group; null for all groups. */
	group: unknown;
	/** Stands for number and group. */
	mark: string;
}

/** Which of the deliveries start the workflow. */
export interface EventFilter {
	events: GroupEvent[];
	/** Either id of the only group that is watched; null for all groups. */
	groupId: string | null;
	/** The value of From. */
	fromNumber: unknown;
	ignoreOwnMessages: boolean;
	ignoreRepeats: boolean;
}

type Context = IHookFunctions | IWebhookFunctions;

/** @throws NodeOperationError for a setting that cannot be used */
export function readSettings(context: IHookFunctions): TriggerSettings {
	const from: unknown = context.getNodeParameter('fromNumber', '', { extractValue: true });
	const fromNumber = parseFromNumber(context, from);
	const group = readGroup(context);
	return {
		address: readAddress(context),
		events: readEvents(context),
		fromNumber,
		group,
		mark: settingsMark(fromNumber, group === null ? null : String(group).trim()),
	};
}

/** @throws NodeOperationError when n8n has none */
export function readAddress(context: Context): Address {
	const url = context.getNodeWebhookUrl('default');
	const node = context.getNode();
	if (url !== undefined && url !== '') return toAddress(url, node.webhookId);
	throw settingError(
		context,
		'n8n has no webhook address for this node',
		'Save the workflow and try again.',
	);
}

/** @throws NodeOperationError for a setting that cannot be used */
export function readEventFilter(context: IWebhookFunctions): EventFilter {
	const options = context.getNodeParameter('options', {}) as Record<string, unknown>;
	const group = readGroupId(readGroup(context));
	return {
		events: readEvents(context),
		groupId: group.ok ? group.id : null,
		fromNumber: context.getNodeParameter('fromNumber', '', { extractValue: true }),
		ignoreOwnMessages: options.ignoreOwnMessages === true,
		ignoreRepeats: options.ignoreRepeats !== false,
	};
}

function readGroup(context: Context): unknown {
	if (context.getNodeParameter('groups', 'all') !== 'one') return null;
	return context.getNodeParameter('groupId', '', { extractValue: true });
}

function readEvents(context: Context): GroupEvent[] {
	const value: unknown = context.getNodeParameter('events', []);
	const chosen: unknown[] = Array.isArray(value) ? value : [value];
	const unknown = chosen.find((event) => !isGroupEvent(event));
	if (chosen.length > 0 && unknown === undefined) return [...new Set(chosen.filter(isGroupEvent))];
	const shown = typeof unknown === 'string' && unknown !== '' ? quote(unknown) : null;
	throw settingError(
		context,
		shown === null ? 'Events is empty' : `Events: ${shown} is not an event of 2Chat`,
		'Choose at least one event from the list.',
	);
}
