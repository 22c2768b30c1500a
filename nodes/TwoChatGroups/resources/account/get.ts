import type { IDataObject } from 'n8n-workflow';

import { readAccount } from '../../../shared/groups/account';
import type { Result } from '../../../shared/api/client';
import { isRecord, record } from '../../../shared/json';
import { getAccount } from '../../../shared/api/endpoints';
import { toNodeError, unreadableFailure } from '../../../shared/api/failure';
import { Fields } from '../../../shared/form/fields';
import { simplifyField } from '../../../shared/form/list';
import type { Operation } from '../operation';

export const get: Operation = {
	name: 'Get',
	action: 'Get account',
	description: 'Read plan, limits and credits, and whether the account is blocked',
	properties: [simplifyField],
	start: ({ context, client }) => {
		// The answer is the same for every item, and each one would cost a credit.
		let known: Result | undefined;
		return async ([item = 0]) => {
			const isSimple = new Fields(context, item).flag(simplifyField);
			const account = known ?? (await getAccount(client));
			if (!account.ok) throw toNodeError(context.getNode(), account.failure);
			if (!isRecord(record(account.body).account)) {
				const message = '2Chat answered without the account';
				throw toNodeError(context.getNode(), { ...unreadableFailure(200, ''), message });
			}
			known = account;
			return [isSimple ? { ...readAccount(account.body) } : (record(account.body) as IDataObject)];
		};
	},
};
