import type { IDataObject, INodeType } from 'n8n-workflow';
import { describe } from './describe.mts';

interface Assignment {
	name: string;
	value: IDataObject[string];
}

/** Edit Fields (Set) in its manual mode, for fields on the top level. */
export const editFields: INodeType = {
	description: describe('Edit Fields', { assignments: {}, includeOtherFields: false }),
	async execute() {
		const items = this.getInputData().map((item, index) => {
			const keepsOthers = this.getNodeParameter('includeOtherFields', index) as boolean;
			const fields = this.getNodeParameter('assignments.assignments', index, []) as Assignment[];
			const set = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
			return { json: { ...(keepsOthers ? item.json : {}), ...set }, pairedItem: { item: index } };
		});
		return [items];
	},
};
