import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { connect, type Client } from '../api/client';

const WAIT_BUDGET_MS = 10_000;

/** Somebody waits for the list: hearing soon that 2Chat is busy is worth more to them than patience. */
export async function connectForList(context: ILoadOptionsFunctions): Promise<Client> {
	return await connect(context, { waitBudgetMs: WAIT_BUDGET_MS });
}
