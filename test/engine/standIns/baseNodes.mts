import type {
	GenericValue,
	IDataObject,
	IHttpRequestMethods,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { describe } from './describe.mts';

// As much of n8n's own nodes as the workflows around this package use.

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

/** HTTP Request with a JSON body, without credentials. */
export const httpRequest: INodeType = {
	description: describe('HTTP Request', { method: '', url: '', jsonBody: '' }),
	async execute() {
		const items: INodeExecutionData[] = [];
		for (const item of this.getInputData().keys()) {
			try {
				const json = (await this.helpers.httpRequest({
					method: this.getNodeParameter('method', item) as IHttpRequestMethods,
					url: this.getNodeParameter('url', item) as string,
					body: JSON.parse(this.getNodeParameter('jsonBody', item) as string) as IDataObject,
					json: true,
				})) as IDataObject;
				items.push({ json, pairedItem: { item } });
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				items.push({ json: { error: (error as Error).message }, pairedItem: { item } });
			}
		}
		return [items];
	},
};

/** If: true on the first output, false on the second; n8n-core itself evaluates the conditions. */
export const ifElse: INodeType = {
	description: {
		...describe('If', {}, { outputs: ['main', 'main'] }),
		properties: [{ displayName: 'Conditions', name: 'conditions', type: 'filter', default: {} }],
	},
	async execute() {
		const outputs: [INodeExecutionData[], INodeExecutionData[]] = [[], []];
		this.getInputData().forEach((item, index) => {
			const passes = this.getNodeParameter('conditions', index, false, { extractValue: true });
			outputs[passes === true ? 0 : 1].push({ ...item, pairedItem: { item: index } });
		});
		return outputs;
	},
};

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
