import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { parseFromNumber } from '../shared/form/fromNumber';
import { settingError } from '../shared/form/settingError';
import { quote } from '../shared/text';
import { isGroupEvent, type GroupEvent } from './events';
import { settingsMark } from './hookUrl';
import type { GroupRequests } from './receive';

/** What the node asks 2Chat to be told of. */
export interface Order {
	/** Where n8n listens for this node: one address for tests, another for the published workflow. */
	address: string;
	events: GroupEvent[];
	fromNumber: string;
	/** The value of Group; null for all groups. */
	group: unknown;
	/** Stands for number and group. */
	mark: string;
}

/** A trigger has no items; n8n shows this one's number nowhere. */
export const NO_ITEM = 0;

/** @throws NodeOperationError for a setting that cannot be used */
export function readOrder(context: IHookFunctions): Order {
	const from: unknown = context.getNodeParameter('fromNumber', '', { extractValue: true });
	const fromNumber = parseFromNumber(context, from, NO_ITEM);
	const group: unknown =
		context.getNodeParameter('groups', 'all') === 'one'
			? context.getNodeParameter('groupId', '', { extractValue: true })
			: null;
	return {
		address: readAddress(context),
		events: readEvents(context),
		fromNumber,
		group,
		mark: settingsMark(fromNumber, group === null ? null : String(group).trim()),
	};
}

/** @throws NodeOperationError when n8n has none */
export function readAddress(context: IHookFunctions): string {
	const address = context.getNodeWebhookUrl('default');
	if (address !== undefined && address !== '') return address;
	throw new NodeOperationError(context.getNode(), 'n8n has no webhook address for this node', {
		description: 'Save the workflow and try again.',
	});
}

/** What of the deliveries is wanted. */
export function readWishes(context: IWebhookFunctions): GroupRequests {
	const options = context.getNodeParameter('options', {}) as { ignoreOwnMessages?: unknown };
	return {
		events: readEvents(context),
		ignoreOwnMessages: options.ignoreOwnMessages === true,
	};
}

function readEvents(context: IHookFunctions | IWebhookFunctions): GroupEvent[] {
	const value: unknown = context.getNodeParameter('events', []);
	const chosen: unknown[] = Array.isArray(value) ? value : [value];
	const unknown = chosen.find((event) => !isGroupEvent(event));
	if (chosen.length > 0 && unknown === undefined) return [...new Set(chosen.filter(isGroupEvent))];
	const shown = typeof unknown === 'string' && unknown !== '' ? quote(unknown) : null;
	throw settingError(
		context,
		NO_ITEM,
		shown === null ? 'Events is empty' : `Events: ${shown} is not an event of 2Chat`,
		'Choose at least one event from the list.',
	);
}
