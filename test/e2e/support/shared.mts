import type { N8nInstall } from '../../n8n/install.mts';
import type { Owner } from '../../n8n/types.mts';

/** What the test files need to know of the n8n that was started for all of them. */
export interface SharedN8n {
	url: string;
	install: N8nInstall;
}

export const OWNER: Owner = {
	email: 'owner@example.com',
	firstName: 'Olivia',
	lastName: 'Owner',
	password: 'Groups-with-n8n-1',
};

/** Set by globalSetup.mjs. */
export function shared(): SharedN8n {
	return JSON.parse(process.env['E2E_SHARED_N8N'] ?? '{}') as SharedN8n;
}
