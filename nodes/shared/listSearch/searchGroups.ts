import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { readFoundGroup } from '../groups/foundGroups';
import { parseFromNumber } from '../form/fromNumber';
import { settingError } from '../settingError';
import { listGroups } from '../api/endpoints';
import { connect } from '../api/client';
import { toNodeError } from '../api/failure';

/**
 * The groups of the number in From, for Group.
 *
 * @throws NodeOperationError when From is empty
 * @throws NodeApiError when 2Chat refuses: an empty list must mean that there are none
 */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const from = this.getCurrentNodeParameter('fromNumber', { extractValue: true });
	if (from === undefined || from === '') {
		const nextStep = 'The list shows the groups of that number.';
		throw settingError(this, 'Choose a number in From first', nextStep);
	}
	const fromNumber = parseFromNumber(this, from);
	const client = (await connect(this)).forLooks();
	const groups = await listGroups(client, fromNumber);
	if (!groups.ok) throw toNodeError(this.getNode(), groups.failure);
	const wanted = comparable(filter ?? '');
	const results = groups.entries
		.flatMap((entry) => {
			const group = readFoundGroup(entry);
			if (group === null) return [];
			const { size, is_read_only: isReadOnly } = entry;
			const members =
				typeof size === 'number' ? `${size} ${size === 1 ? 'member' : 'members'}` : '';
			const state = isReadOnly === true ? 'read-only' : '';
			const notes = [members, state].filter(Boolean).join(', ');
			const name = group.name === '' ? (group.waGroupId ?? group.uuid) : group.name;
			return { name: notes === '' ? name : `${name} (${notes})`, value: group.uuid };
		})
		.filter(({ name, value }) => comparable(`${name} ${value}`).includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
	return { results };
}

/** WhatsApp may store a name in another Unicode form than the one that is typed here. */
function comparable(text: string): string {
	return text.normalize('NFC').toLowerCase();
}
