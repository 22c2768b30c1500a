import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { connectionState } from '../groups/numberState';
import { listNumbers } from '../api/endpoints';
import { connect } from '../api/client';
import { toNodeError } from '../api/failure';

/** Numbers of other channels cannot have WhatsApp groups (2chat-api.md 3.1). */
const WHATSAPP_WEB = 'WW';

/**
 * The account's WhatsApp numbers with their state, for From.
 *
 * @throws NodeApiError when 2Chat refuses: an empty list must mean that there are none
 */
export async function searchNumbers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const client = (await connect(this)).forLooks();
	const numbers = await listNumbers(client);
	if (!numbers.ok) throw toNodeError(this.getNode(), numbers.failure);
	const wanted = (filter ?? '').toLowerCase();
	const results = numbers.entries
		.filter(({ channel_type }) => (channel_type ?? WHATSAPP_WEB) === WHATSAPP_WEB)
		.flatMap((entry) => {
			const { phone_number: value, friendly_name: ownName } = entry;
			if (typeof value !== 'string') return [];
			const isConnected = entry.connection_status === 'C';
			// The number first, because a narrow field cuts off the end.
			const label = typeof ownName === 'string' && ownName !== '' ? `${value} · ${ownName}` : value;
			const state = isConnected
				? '✓ '
				: `${capitalized(connectionState(entry) ?? 'state not known')}: `;
			const name = `${state}${label}`;
			return { name, value, isConnected };
		})
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.sort((a, b) => Number(b.isConnected) - Number(a.isConnected) || a.name.localeCompare(b.name))
		.map(({ name, value }) => ({ name, value }));
	return { results };
}

function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
