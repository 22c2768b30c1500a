import { hash } from 'node:crypto';

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { record } from '../json';
import { originOf, runDataOf, runIndexOf } from './origin';

/**
 * The same for the same input item whenever n8n runs the node again in one execution (origin.ts). A model's tool
 * has no input items: there it is what the model gave, the agent's item and the parameters as they were typed in, since
 * n8n gives each try a run of its own, and expressions other texts.
 *
 * @param request tells apart what the same item asks for
 */
export function itemKey(context: IExecuteFunctions, item: number, request?: unknown): string {
	if (isTool(context)) return fingerprint([toolCall(context), request]);
	const origin = originOf(context, item) ?? [runIndexOf(context), item];
	return fingerprint([context.getNode().name, origin, request]);
}

/**
 * The same for what may be done twice. A model that asks once more is not answered from memory, since what it asked for
 * may have been undone in between. What n8n tries again, each time in a run of its own, has had no answer before.
 */
export function repeatableKey(context: IExecuteFunctions, item: number, request: unknown): string {
	if (!isTool(context)) return itemKey(context, item, request);
	const runs = runDataOf(context)?.[context.getNode().name] ?? [];
	const before = runs.slice(0, runIndexOf(context));
	const answered = before.filter(({ executionStatus }) => executionStatus === 'success').length;
	return itemKey(context, item, [request, answered]);
}

/** The same for all items that came in one list and are put together by the same request. */
export function listKey(context: IExecuteFunctions, item: number, request: unknown): string {
	if (isTool(context)) return itemKey(context, item, request);
	const list = originOf(context, item)?.list ?? runIndexOf(context);
	return fingerprint([context.getNode().name, list, request]);
}

export function isTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool');
}

export function fingerprint(value: unknown): string {
	return hash('sha256', JSON.stringify(value) ?? '').slice(0, 16);
}

function toolCall(context: IExecuteFunctions): unknown {
	const { name, parameters } = context.getNode();
	const task = runDataOf(context)?.[name]?.[runIndexOf(context)];
	return [parameters, withoutId(task?.inputOverride?.ai_tool?.[0]?.[0]?.json), agentItem(context)];
}

/** Expressions of the tool may take its fields, so the same words of a model are another request for another item. */
function agentItem(context: IExecuteFunctions): unknown {
	return [originOf(context, 0)?.list, withoutId(context.getInputData()[0]?.json)];
}

/** n8n numbers each call of a tool. */
function withoutId(given: unknown): IDataObject {
	const fields = { ...(record(given) as IDataObject) };
	delete fields.toolCallId;
	return fields;
}
