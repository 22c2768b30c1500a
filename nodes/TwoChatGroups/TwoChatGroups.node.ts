import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { searchGroups } from '../shared/listSearch/searchGroups';
import { searchNumbers } from '../shared/listSearch/searchNumbers';
import { properties, run } from './router';

/**
 * Programmatic, because calls depend on each other (create, then add in tens, then the rest), and because
 * n8n's declarative engine sends all items at once and loses the successes when one of them fails.
 */
export class TwoChatGroups implements INodeType {
	description: INodeTypeDescription = {
		displayName: '2Chat WhatsApp Groups',
		name: 'twoChatGroups',
		icon: { light: 'file:twoChatGroups.svg', dark: 'file:twoChatGroups.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"].replace("getAll", "get many").replace("sendMessage", "send message") + ": " + $parameter["resource"].replace("phoneNumber", "phone number") }}',
		description: 'Create WhatsApp groups through 2Chat and look after their participants',
		defaults: { name: '2Chat WhatsApp Groups' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'twoChatGroupsApi', required: true }],
		properties,
	};

	methods = { listSearch: { searchGroups, searchNumbers } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this);
	}
}
