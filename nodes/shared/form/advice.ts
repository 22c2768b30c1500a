import type { INodeProperties } from 'n8n-workflow';

/** What a field can do about a kind of trouble, by the field's name. */
const ADVICE: Record<string, { field: string; text: string }> = {
	rateLimit: { field: 'batching', text: 'Batching under Options makes pauses in between.' },
	timeout: {
		field: 'timeout',
		text: 'Raise Timeout (Seconds) under Options if this happens often.',
	},
};

/** @param properties those that the operation has: it is told of no others */
export function adviceFor(kind: unknown, properties: INodeProperties[]): string | null {
	const advice = typeof kind === 'string' ? ADVICE[kind] : undefined;
	const options = properties.find(({ name }) => name === 'options')?.options ?? [];
	return advice !== undefined && options.some(({ name }) => name === advice.field)
		? advice.text
		: null;
}
