import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
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

/** Older n8n hands a tool's failure to the model as its answer, newer ones throw it. */
function outcomeOf(response: string): { response: string } | { failure: string } {
	const [, failure] = /^Error during node execution: ([^]*)$/.exec(response) ?? [];
	return failure === undefined ? { response } : { failure };
}

/** An agent without a model: calls the tool that is connected to it once for each input item, its arguments. */
export const toolCaller: INodeType = {
	description: describe(
		'Tool caller',
		{},
		{ inputs: ['main', { type: 'ai_tool', displayName: 'Tool' }] },
	),
	async execute() {
		const connected = await this.getInputConnectionData('ai_tool', 0);
		const [tool] = connected as [Tool];
		const { name, description } = tool;
		const schema = toJsonSchema(tool.schema);
		const answers: INodeExecutionData[] = [];
		for (const { json: args } of this.getInputData()) {
			const outcome = await tool
				.invoke(args)
				.then(outcomeOf)
				.catch((error: Error) => ({ failure: error.message }));
			answers.push({ json: { name, description, schema, ...outcome } });
		}
		return [answers];
	},
};
