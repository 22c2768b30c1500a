import type { INodeType } from 'n8n-workflow';
import { describe } from './describe.mts';

/** Code that turns the items round and does not say which is which, so that n8n links them by their places. */
export const code: INodeType = {
	description: describe('Code'),
	async execute() {
		return [
			this.getInputData()
				.reverse()
				.map(({ json }) => ({ json })),
		];
	},
};
