import type { GenericValue, IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import { describe } from './describe.mts';

interface Condition {
	keyName: string;
	condition: string;
	keyValue: GenericValue;
}

/** Data Table with one table, which lives as long as the workflow's data: get, update and upsert by conditions. */
export const dataTable: INodeType = {
	description: describe('Data Table', { operation: '', filters: {}, columns: {} }),
	async execute() {
		const memory = this.getWorkflowStaticData('global') as { rows?: IDataObject[] };
		const rows = (memory.rows ??= []);
		const items: INodeExecutionData[] = [];
		for (const item of this.getInputData().keys()) {
			const conditions = this.getNodeParameter('filters.conditions', item, []) as Condition[];
			const matching = rows.filter((row) => conditions.every((condition) => fits(row, condition)));
			const operation = this.getNodeParameter('operation', item) as string;
			if (operation !== 'get') {
				const { value } = this.getNodeParameter('columns', item) as { value: IDataObject };
				if (matching.length === 0 && operation === 'upsert') {
					rows.push({ ...value });
					matching.push(value);
				}
				for (const row of matching) Object.assign(row, value);
			}
			items.push(...matching.map((row) => ({ json: { ...row }, pairedItem: { item } })));
		}
		// n8n notices changes of the static data by assignment.
		memory.rows = [...rows];
		return [items];
	},
};

function fits(row: IDataObject, { keyName, condition, keyValue }: Condition): boolean {
	const value = row[keyName];
	return condition === 'lt' ? Number(value) < Number(keyValue) : value === keyValue;
}
