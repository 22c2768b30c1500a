import type { IDataObject } from 'n8n-workflow';

import { startJsonServer } from '../../n8n/jsonServer.mts';

export interface Conversation {
	tools?: Array<{ function: { name: string } }>;
	messages: Array<{ role: string; content: unknown }>;
}

/** Stands in for OpenAI's chat models: what `answer` makes of a conversation is what the model says. */
export async function startModel(answer: (conversation: Conversation) => IDataObject) {
	const { url, close } = await startJsonServer<Conversation>(({ body }) => [200, answer(body)]);
	return { credential: { apiKey: 'x', url: `${url}/v1` }, close };
}

/** The model wants this tool to be called. */
export function toolCall(name: string | undefined, values: IDataObject): IDataObject {
	const call = { name, arguments: JSON.stringify(values) };
	const tool_calls = [{ id: 'call_1', type: 'function', function: call }];
	return completion('tool_calls', { content: null, tool_calls });
}

export function says(content: string): IDataObject {
	return completion('stop', { content });
}

function completion(finish_reason: string, message: IDataObject): IDataObject {
	return {
		id: '1',
		object: 'chat.completion',
		created: 1,
		model: 'gpt-4.1-mini',
		choices: [{ index: 0, finish_reason, message: { role: 'assistant', ...message } }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
