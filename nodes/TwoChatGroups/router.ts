import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type IPairedItemData,
} from 'n8n-workflow';

import { adviceFor } from '../shared/form/advice';
import { settingError } from '../shared/settingError';
import { isTool } from '../shared/memory/itemKey';
import { openNewGroups } from '../shared/memory/newGroups';
import { connect } from '../shared/api/client';
import { record } from '../shared/json';
import { plainText } from '../shared/text';
import { resources } from './resources/index';
import { LinkedItem } from '../shared/api/run';
import { cancelSignal, throwIfCancelled } from '../shared/api/send';
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
		throwIfCancelled(context, false);
		try {
			const results = (await handle(items)).map((result) =>
				result instanceof LinkedItem ? result : new LinkedItem(result, items),
			);
			for (const { json, items: from } of results) {
				output.push({ json, pairedItem: pairedItem(from) });
			}
			finished.push(results.map(({ json }) => json));
		} catch (error) {
			const failure = withAdvice(context, asNodeError(context, error, items[0] ?? 0), operation);
			if (!context.continueOnFail() || cancelSignal(context)?.aborted === true) {
				nameFinished(
					failure,
					finished.flatMap((one) => operation?.describeResult?.(one) ?? []),
				);
				throw failure;
			}
			// One for each row, so that each row reaches the error output with its own fields.
			for (const [index, item] of items.entries()) {
				output.push({ json: errorJson(failure, index === 0), pairedItem: { item } });
			}
		}
	}
	return [output];
}

function chosenOperation(context: IExecuteFunctions): Operation | undefined {
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	return resources[resource]?.operations[name];
}

/** What makes it impossible to start makes every item fail, so that each comes out where failed items do. */
async function start(
	operation: Operation | undefined,
	context: IExecuteFunctions,
): Promise<CombinedItems> {
	const itemGroups = context.getInputData().map((_, item) => [item]);
	try {
		if (operation === undefined) throw unknownOperationError(context);
		const started = await operation.start({
			context,
			client: await connect(context, openNewGroups(context).has),
		});
		return typeof started === 'function' ? { itemGroups, handle: started } : started;
	} catch (error) {
		const failure = asNodeError(context, error, 0);
		return { itemGroups, handle: async () => await Promise.reject(failure) };
	}
}

/** n8n adds "Custom API Call" to both lists by itself for every node with such a credential. */
function unknownOperationError(context: IExecuteFunctions): NodeOperationError {
	const resource = String(context.getNodeParameter('resource', 0));
	const name = String(context.getNodeParameter('operation', 0));
	return settingError(
		context,
		`The operation "${name}" is not supported for the resource "${resource}"`,
		'Choose another Operation. For a custom API call use the HTTP Request node with this credential.',
	);
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
	const failure = new NodeOperationError(context.getNode(), cause, {
		itemIndex,
		description:
			'This should not happen. Look in WhatsApp before you run it again, and report it with the message above.',
	});
	failure.message = plainText(failure.message);
	return failure;
}

/**
 * The one shape that reaches the error output in every n8n, with the details readable by an expression: the keys
 * `error` and `message` and no other, the first of them a text.
 *
 * @param isWhole with the lists of people as well, which would choke n8n in each of a thousand rows
 */
function errorJson(error: NodeApiError | NodeOperationError, isWhole: boolean): IDataObject {
	const details = Object.entries(record(error.context.details) as IDataObject).filter(
		([, value]) => isWhole || !Array.isArray(value),
	);
	return {
		error: error.message,
		message: {
			next_step: error.description ?? null,
			...(error instanceof NodeApiError && error.httpCode !== null
				? { http_code: Number(error.httpCode) }
				: {}),
			...Object.fromEntries(details),
		},
	};
}

/** Adds what the operation's own fields can do about it. */
function withAdvice(
	context: IExecuteFunctions,
	error: NodeApiError | NodeOperationError,
	operation: Operation | undefined,
): NodeApiError | NodeOperationError {
	const advice = adviceFor(error.context.kind, operation?.properties ?? []);
	if (advice !== null && !(error.description ?? '').includes(advice)) {
		error.description = `${error.description ?? ''} ${advice}`.trim();
	}
	if (isTool(context) && error.description) {
		// n8n before 1.121 gives a model the description alone, later ones the message, and the description if it is
		// not in there already.
		error.message = `${error.message}. ${error.description}`;
		error.description = error.message;
	}
	return error;
}

const NAMED_AT_MOST = 200;

/** When n8n throws the output away with the error, this is the only place that tells what exists. */
function nameFinished(error: NodeApiError | NodeOperationError, finished: string[]): void {
	if (finished.length === 0) return;
	const rest = finished.length - NAMED_AT_MOST;
	const names = finished.slice(0, NAMED_AT_MOST).join(', ');
	error.context.finished = finished;
	const done = `Already done before this item: ${names}${rest > 0 ? ` and ${rest} more` : ''}.`;
	error.description = plainText(
		`${error.description ?? ''} ${done} Retrying this execution does not do it again. A new execution may.`.trim(),
	);
}
