import { readAccount } from '../../domain/account';
import type { Result } from '../../transport/client';
import { asData } from '../../transport/data';
import { getAccount } from '../../transport/endpoints';
import { toNodeError } from '../../transport/failure';
import { readSimplify, simplifyField } from '../fields/list';
import type { Operation } from '../operation';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get account',
		description: 'Read plan, limits and credits, and whether the account is blocked',
	},
	properties: [simplifyField],
	start: ({ context, client }) => {
		// The answer is the same for every item, and each one would cost a credit.
		let known: Result | undefined;
		return async ([item = 0]) => {
			const isSimple = readSimplify(context, item);
			const account = known ?? (await getAccount(client));
			if (!account.ok) throw toNodeError(context.getNode(), account.failure, item);
			known = account;
			return [isSimple ? { ...readAccount(account.body) } : asData(account.body)];
		};
	},
};
