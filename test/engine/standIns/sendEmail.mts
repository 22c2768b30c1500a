import type { INodeType } from 'n8n-workflow';
import { describe } from './describe.mts';

const FIELDS = ['toEmail', 'subject', 'text'];

/** Send Email: gives what it would send. */
export const sendEmail: INodeType = {
	description: describe('Send Email', Object.fromEntries(FIELDS.map((name) => [name, '']))),
	async execute() {
		const items = this.getInputData().map((_, item) => ({
			json: Object.fromEntries(FIELDS.map((name) => [name, this.getNodeParameter(name, item)])),
			pairedItem: { item },
		}));
		return [items];
	},
};
