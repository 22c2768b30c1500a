import type { IDataObject, IRun, ITaskData } from 'n8n-workflow';
import type { Item, NodeRun, RunResult, SerializedError } from './types.mts';

const ERROR_FIELDS = ['description', 'httpCode', 'context', 'stack'] as const;

export function serializeError(error: unknown): SerializedError {
	const source = (error ?? {}) as Record<string, unknown>;
	const fields = ERROR_FIELDS.filter((field) => source[field] !== undefined);
	return plain({
		name: String(source['name'] ?? 'Error'),
		message: String(source['message'] ?? error),
		...Object.fromEntries(fields.map((field) => [field, source[field]])),
	});
}

export function serializeRun(executionId: string, run: IRun, staticData: IDataObject): RunResult {
	const { resultData, executionData } = run.data;
	const runs = Object.entries(resultData.runData);
	return {
		executionId,
		// Older n8n leaves it to its server to say that a run with an error has failed.
		status: run.status === 'running' && resultData.error ? 'error' : run.status,
		...(resultData.error && { error: serializeError(resultData.error) }),
		nodes: Object.fromEntries(runs.map(([name, tasks]) => [name, tasks.map(serializeTask)])),
		contextData: plain(executionData?.contextData ?? {}),
		staticData: plain(staticData),
		stored: textOf(run.data),
	};
}

function serializeTask({ data, error, executionStatus, hints }: ITaskData): NodeRun {
	return {
		status: executionStatus ?? 'unknown',
		outputs: itemsByOutput(data?.['main']),
		...(error && { error: serializeError(error) }),
		hints: plain(hints ?? []),
	};
}

function itemsByOutput(outputs: unknown): Item[][] {
	const list = (outputs ?? []) as Array<Array<Item & { error?: unknown }> | null>;
	return list.map((items) =>
		(items ?? []).map(({ error, ...item }) => ({
			...plain(item),
			...(error !== undefined && { error: serializeError(error) }),
		})),
	);
}

/** A copy with nothing in it that JSON has not. */
export function plain<T>(value: T): T {
	return JSON.parse(textOf(value)) as T;
}

/** JSON in which an object that contains itself is left out at the inner place. */
function textOf(value: unknown): string {
	const ancestors: unknown[] = [];
	return JSON.stringify(value, function (this: unknown, _key, field: unknown) {
		if (typeof field !== 'object' || field === null) return field;
		while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
		if (ancestors.includes(field)) return undefined;
		ancestors.push(field);
		return field;
	});
}
