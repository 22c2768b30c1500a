import type { IExecuteFunctions, INodeExecutionData, IRunData, ISourceData } from 'n8n-workflow';

import { isRecord } from '../json';

/**
 * Where an item comes from: the same for every try of n8n, and for a failed item that is led back to this node;
 * another one for each pass of a loop. The fields of the item do not matter, since an expression may give
 * others in every try.
 *
 * @returns the node, run and output that gave the item, and its place in it; undefined where n8n does not tell
 */
export function originOf(
	context: IExecuteFunctions,
	item: number,
): { list: string; item: number } | undefined {
	const runData = runDataOf(context);
	const own = context.getNode().name;
	let place = placeOf(sourceOf(context), item);
	let origin = place;
	// As long as n8n knows where it came from. A place is never visited twice.
	for (const seen = new Set<string>(); place !== undefined; ) {
		const id = `${place.list}.${place.item}`;
		if (seen.has(id)) break;
		seen.add(id);
		const { previousNode, previousNodeRun = 0, previousNodeOutput = 0 } = place.source;
		const task = runData?.[previousNode]?.[previousNodeRun];
		const given = task?.data?.main?.[previousNodeOutput]?.[place.item];
		if (task === undefined || given === undefined) break;
		const parent = parentOf(given, task.source);
		// Only a failed item is the same request again. What comes of a group that was created is a new one.
		if (previousNode === own) {
			if (!isFailed(given)) break;
			origin = parent ?? origin;
		}
		place = parent;
	}
	return origin && { list: origin.list, item: origin.item };
}

/** n8n throws where there is none: for a node that is run on its own, or a tool over MCP. */
function sourceOf(context: IExecuteFunctions): ISourceData | undefined {
	try {
		return context.getInputSourceData();
	} catch {
		return undefined;
	}
}

interface Place {
	list: string;
	item: number;
	source: ISourceData;
}

function placeOf(source: ISourceData | null | undefined, item: number): Place | undefined {
	if (!source?.previousNode) return undefined;
	const { previousNode, previousNodeRun = 0, previousNodeOutput = 0 } = source;
	return { list: `${previousNode}.${previousNodeRun}.${previousNodeOutput}`, item, source };
}

function parentOf(
	{ pairedItem }: INodeExecutionData,
	sources: Array<ISourceData | null>,
): Place | undefined {
	const first = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	if (first === undefined) return undefined;
	const {
		item,
		input = 0,
		sourceOverwrite = undefined,
	} = typeof first === 'number' ? { item: first } : first;
	// Loop Over Items says by this that an item of a later pass comes from what the first pass received.
	const overwritten = Array.isArray(sourceOverwrite) ? sourceOverwrite[0] : sourceOverwrite;
	return placeOf((overwritten as ISourceData | undefined) ?? sources[input], item);
}

function isFailed({ json, error }: INodeExecutionData): boolean {
	return error !== undefined || Boolean(json?.error);
}

/** n8n's record of the execution so far. Its contexts hold it, although their types do not tell. */
export function runDataOf(context: IExecuteFunctions): IRunData | undefined {
	const { runExecutionData: execution } = context as { runExecutionData?: unknown };
	const result = isRecord(execution) && isRecord(execution.resultData) ? execution.resultData : {};
	return result.runData as IRunData | undefined;
}

export function runIndexOf(context: IExecuteFunctions): number {
	const index = context.getWorkflowDataProxy(0).$runIndex as unknown;
	return typeof index === 'number' ? index : 0;
}
