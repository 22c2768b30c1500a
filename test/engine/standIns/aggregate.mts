import type { IDataObject, INodeType } from 'n8n-workflow';
import { describe } from './describe.mts';

interface Field {
	fieldToAggregate: string;
	renameField?: boolean;
	outputFieldName?: string;
}

/** Aggregate of individual fields on the top level: all items become one. Fields without a value are left out. */
export const aggregate: INodeType = {
	description: describe('Aggregate', { fieldsToAggregate: {} }),
	async execute() {
		const items = this.getInputData();
		const fields = this.getNodeParameter('fieldsToAggregate.fieldToAggregate', 0) as Field[];
		const json = Object.fromEntries(
			fields.map(({ fieldToAggregate, renameField, outputFieldName }) => {
				const values = items.map((item) => item.json[fieldToAggregate]);
				return [
					renameField === true && outputFieldName ? outputFieldName : fieldToAggregate,
					values.filter((value) => value !== null && value !== undefined),
				];
			}),
		) as IDataObject;
		return [[{ json, pairedItem: items.map((_, item) => ({ item })) }]];
	},
};
