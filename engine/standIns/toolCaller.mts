import type { IDataObject, INodeType } from 'n8n-workflow';
import { n8nRequire } from '../n8nRequire.mts';
import { describe } from './describe.mts';

const { toJsonSchema } = n8nRequire('@langchain/core/utils/json_schema') as {
	toJsonSchema: (schema: unknown) => IDataObject;
};

interface Tool {
	name: string;
	description: string;
	schema: unknown;
	invoke(args: IDataObject): Promise<string>;
}

/** An agent without a model: calls the tool that is connected to it, with its input as arguments. */
export const toolCaller: INodeType = {
	description: describe('Tool caller', {
		inputs: ['main', { type: 'ai_tool', displayName: 'Tool' }],
		outputs: ['main'],
	}),
	async execute() {
		const connected = await this.getInputConnectionData('ai_tool', 0);
		const [tool] = connected as [Tool];
		const { name, description } = tool;
		const schema = toJsonSchema(tool.schema);
		const outcome = await tool
			.invoke(this.getInputData()[0]?.json ?? {})
			.then((response) => ({ response }))
			.catch((error: Error) => ({ failure: error.message }));
		return [[{ json: { name, description, schema, ...outcome } }]];
	},
};
