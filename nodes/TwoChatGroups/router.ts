import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IPairedItemData,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { openNewGroups } from '../shared/memory/newGroups';
import { connect } from '../shared/api/client';
import type { Client } from '../shared/api/client';
import { resources } from './resources/index';
import { LinkedItem } from '../shared/api/run';
import type { CombinedItems, Operation } from './resources/operation';

export { properties } from './resources/index';

/**
 * Runs the chosen operation for all input items and keeps the fate of each item apart.
 *
 * @throws NodeApiError | NodeOperationError for the first item that fails, unless the node continues on fail
 */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	const finished: IDataObject[][] = [];
	const operation = chosenOperation(context);
	const { itemGroups, handle } = await start(operation, context);
	for (const items of itemGroups) {
		throwIfStopped(context);
		try {
			const results = await handle(items);
			output.push(...results.map((result) => asOutputItem(result, items)));
			finished.push(results.map(jsonOf));
		} catch (error) {
			const failure = asNodeError(context, error, items[0] ?? 0);
			if (!context.continueOnFail() || isStopped(context)) {
				nameFinished(
					failure,
					finished.flatMap((one) => operation.describeResult?.(one) ?? []),
				);
				throw failure;
			}
			// One for each row, so that each row reaches the error output with its own fields.
			output.push(...items.map((item) => ({ json: errorJson(failure), pairedItem: { item } })));
		}
	}
	return [output];
}

async function openClient(context: IExecuteFunctions): Promise<Client> {
	const newGroups = openNewGroups(context);
	return await connect(context, { isNewGroup: (uuid) => newGroups.has(uuid) });
}

function chosenOperation(context: IExecuteFunctions): Operation {
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	const operation = resources[resource]?.operations[name];
	if (operation === undefined) {
		// n8n adds "Custom API Call" to both lists by itself for every node with such a credential.
		throw new NodeOperationError(
			context.getNode(),
			`"${name}" of "${resource}" is not something this node can do`,
			{
				description:
					'Choose another Operation. For a custom API call use the HTTP Request node with this credential.',
			},
		);
	}
	return operation;
}

/** What makes it impossible to start makes every item fail, so that each comes out where failed items do. */
async function start(operation: Operation, context: IExecuteFunctions): Promise<CombinedItems> {
	const oneByOne = context.getInputData().map((_, item) => [item]);
	try {
		const started = await operation.start({ context, client: await openClient(context) });
		return typeof started === 'function' ? { itemGroups: oneByOne, handle: started } : started;
	} catch (error) {
		return { itemGroups: oneByOne, handle: async () => await Promise.reject(error as Error) };
	}
}

function asOutputItem(result: IDataObject | LinkedItem, items: number[]): INodeExecutionData {
	return result instanceof LinkedItem
		? { json: result.json, pairedItem: pairedItem(result.items) }
		: { json: result, pairedItem: pairedItem(items) };
}

function jsonOf(result: IDataObject | LinkedItem): IDataObject {
	return result instanceof LinkedItem ? result.json : result;
}

function pairedItem(items: number[]): IPairedItemData | IPairedItemData[] {
	const [first] = items;
	return items.length === 1 && first !== undefined
		? { item: first }
		: items.map((item) => ({ item }));
}

function asNodeError(
	context: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	const cause = error instanceof Error ? error : new Error(String(error));
	return new NodeOperationError(context.getNode(), cause, { itemIndex });
}

/**
 * n8n sends an item to the error output only when its json has no other keys than these three
 * (n8n-core, handleNodeErrorOutput).
 */
function errorJson(error: NodeApiError | NodeOperationError): IDataObject {
	const { details } = error.context;
	return {
		error: error.message,
		message: error.description ?? error.message,
		details: {
			...(error instanceof NodeApiError && error.httpCode !== null
				? { http_code: Number(error.httpCode) }
				: {}),
			...(typeof details === 'object' && details !== null ? details : {}),
		},
	};
}

const NAMED_AT_MOST = 200;

/** When n8n throws the output away with the error, this is the only place that tells what exists. */
function nameFinished(error: NodeApiError | NodeOperationError, finished: string[]): void {
	if (finished.length === 0) return;
	const rest = finished.length - NAMED_AT_MOST;
	const names = finished.slice(0, NAMED_AT_MOST).join(', ');
	error.context.finished = finished;
	error.description = [
		error.description,
		`Already done before this item: ${names}${rest > 0 ? ` and ${rest} more` : ''}.`,
		'Retrying this execution does not do it again. A new execution does.',
	]
		.filter((part) => typeof part === 'string' && part !== '')
		.join(' ');
}

function isStopped(context: IExecuteFunctions): boolean {
	return context.getExecutionCancelSignal()?.aborted === true;
}

function throwIfStopped(context: IExecuteFunctions): void {
	if (isStopped(context)) {
		// n8n shows it as canceled, not as failed, because of that word.
		throw new NodeOperationError(context.getNode(), 'The execution was canceled');
	}
}
