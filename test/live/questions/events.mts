import { isRecord, record } from '../../../nodes/shared/json.ts';
import { good, list, shapeOf, unknownFields } from '../forms.mts';
import { type Question } from './question.mts';

export const ABOUT_EVENTS: Question[] = [
	{
		section: '7.14',
		question: 'Payloads, signatures and retries of events',
		unseen: 'needs a payload that was pasted; signatures and retries show only at your address',
		observe: ({ facts: { payload } }) => {
			if (!isRecord(payload))
				return payload === null ? [] : [{ what: 'payload', value: shapeOf(payload) }];
			const pieces = ['message', 'participant', 'uuid'].filter((key) => !(key in payload));
			return [
				{
					what: 'payload',
					value: 'event' in payload ? 'names its event' : 'does not name its event',
				},
				...pieces.map((key) => ({ what: 'payload', value: `without ${key}` })),
				...unknownFields(payload).map((field) => ({ what: 'payload', value: `field ${field}` })),
			];
		},
		readings: {
			'names its event': 'as in newer payloads',
			'does not name its event': 'as in those of 2023; the node fills it in',
		},
	},
	{
		section: '7.19',
		question: 'Whether a subscription shows its group',
		unseen: 'needs a subscription to one group',
		observe: (evidence) => {
			const made = good(evidence, 'subscribe');
			const group = record(made?.sent).to_group_uuid;
			if (made === undefined || group === undefined) return [];
			const uuid = record(record(made.body).data).uuid;
			const { webhooks } = record(good(evidence, 'subscriptions after')?.body);
			return list(webhooks)
				.map(record)
				.filter((entry) => entry.uuid === uuid)
				.map(({ hook_params: params, ...entry }) => {
					const holds = (value: unknown) => JSON.stringify(value ?? null).includes(String(group));
					const value = holds(params)
						? 'in hook_params'
						: holds(entry)
							? 'beside hook_params'
							: 'no';
					return { what: 'the group’s id', value };
				});
		},
		readings: { no: 'no', 'in hook_params': 'yes' },
	},
];
