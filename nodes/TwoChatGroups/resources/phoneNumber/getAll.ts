import { simplifyNumber } from '../../../shared/groups/simplify';
import { listNumbers, type ListResult } from '../../../shared/api/endpoints';
import { toNodeError } from '../../../shared/api/failure';
import { choiceField, Fields } from '../../../shared/form/fields';
import { filtersField, listFields, readList } from '../../../shared/form/list';
import type { Operation } from '../operation';

const CONNECTED = 'C';

const stateFilter = choiceField({
	displayName: 'State',
	name: 'state',
	type: 'options',
	default: 'all',
	description: 'Only numbers that are in this state',
	options: [
		{ name: 'All', value: 'all', description: 'Every number of the account' },
		{ name: 'Connected', value: 'connected', description: 'Numbers that can be used now' },
		{
			name: 'Not Connected',
			value: 'disconnected',
			description: 'Numbers that have to be connected again at app.2chat.io',
		},
	],
});

export const getAll: Operation = {
	name: 'Get Many',
	action: 'Get many phone numbers',
	description: 'List the numbers of the 2Chat account with their connection state',
	properties: [...listFields, filtersField(stateFilter)],
	start: ({ context, client }) => {
		// The answer is the same for every item, and each one would cost a credit.
		let known: ListResult | undefined;
		return async ([item = 0]) => {
			const fields = new Fields(context, item);
			const { isSimple, limit, filters } = readList(fields);
			const wanted = filters.choice(stateFilter);
			const numbers = known ?? (await listNumbers(client));
			if (!numbers.ok) throw toNodeError(context.getNode(), numbers.failure);
			known = numbers;
			const found = numbers.entries.filter(
				({ connection_status: status }) =>
					wanted === 'all' || (wanted === 'connected') === (status === CONNECTED),
			);
			return found.slice(0, limit).map((number) => (isSimple ? simplifyNumber(number) : number));
		};
	},
};
