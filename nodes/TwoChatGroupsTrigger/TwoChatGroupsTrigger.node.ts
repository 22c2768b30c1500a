import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { searchGroups } from '../shared/listSearch/searchGroups';
import { searchNumbers } from '../shared/listSearch/searchNumbers';
import { readDelivery } from './delivery';
import { properties } from './properties';
import { createSubscriptions, removeSubscriptions, subscriptionsExist } from './subscriptions';

/** Starts a workflow with the group events of 2chat-api.md 3.5, one subscription at 2Chat for each. */
export class TwoChatGroupsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: '2Chat WhatsApp Groups Trigger',
		name: 'twoChatGroupsTrigger',
		icon: {
			light: 'file:../TwoChatGroups/twoChatGroups.svg',
			dark: 'file:../TwoChatGroups/twoChatGroups.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["events"].join(", ").replaceAll("whatsapp.group.", "").replaceAll("message.received", "message").replaceAll("message.reaction", "reaction") }}',
		// n8n's list of nodes shows this for both nodes.
		description:
			'Create WhatsApp groups through 2Chat and look after their participants, or start a workflow when somebody joins, leaves, writes or reacts',
		eventTriggerDescription:
			'Now let it happen in WhatsApp: for example, have somebody join the group or write a message in it. 2Chat passes it on within seconds if it can reach this n8n from the internet.',
		activationMessage:
			'n8n has asked 2Chat to be told of the chosen events. Each of them now starts this workflow, as long as the number stays connected to 2Chat and n8n can be reached from the internet.',
		defaults: { name: '2Chat WhatsApp Groups Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'twoChatGroupsApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
			},
		],
		triggerPanel: {
			header: 'Get events from your WhatsApp groups',
			executionsHelp: {
				inactive:
					'<b>To try it out</b>, click the orange button above and then let the event happen in WhatsApp: have somebody join the group, or write in it. The event shows up here.<br /><br /><b>To have the workflow run by itself</b>, publish it (in older versions: activate it). Events then start it without the editor, and you find them in the list of executions.<br /><br />You need not copy any address: n8n gives it to 2Chat. It has to be open to the internet, so nothing arrives at an n8n that runs on localhost.',
				active:
					'<b>To try it out</b>, click the orange button above and then let the event happen in WhatsApp: have somebody join the group, or write in it. The event shows up here and starts the published workflow too.<br /><br /><b>Your workflow is published</b>: events start it by themselves, and you find them in the list of executions.',
			},
			activationHint:
				"Once you've finished building your workflow, publish it to have each event start it",
		},
		properties,
	};

	methods = { listSearch: { searchGroups, searchNumbers } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await subscriptionsExist(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await createSubscriptions(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await removeSubscriptions(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const event = readDelivery(this);
		// Without data n8n answers 200 and starts nothing, also for a call with a wrong token: how 2Chat takes
		// another answer is not documented (2chat-api.md 3.5), it may repeat the call or stop calling at all,
		// and whoever tries out tokens learns nothing.
		return event === null ? {} : { workflowData: [[{ json: event }]] };
	}
}
