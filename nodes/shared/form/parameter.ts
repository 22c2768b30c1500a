import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

interface Fixed {
	/** As they are typed in, expressions and all. */
	typed: INodeParameters;
	values: Map<string, unknown>;
}

// One context is one run of the node.
const runs = new WeakMap<IExecuteFunctions, Fixed>();

/**
 * A parameter as n8n works it out for an item. Without an expression in it, it is the same for all items, so
 * n8n is asked once for all of them, which is faster.
 *
 * @throws what n8n throws for an expression that cannot be worked out
 */
export function readParameter(context: IExecuteFunctions, name: string, item: number): unknown {
	let fixed = runs.get(context);
	if (fixed === undefined) {
		fixed = { typed: context.getNode().parameters, values: new Map() };
		runs.set(context, fixed);
	}
	if (fixed.values.has(name)) return fixed.values.get(name);
	// For a resource locator it is the value that counts, for anything else this changes nothing.
	const value: unknown = context.getNodeParameter(name, item, undefined, { extractValue: true });
	if (!hasExpression(fixed.typed[name])) fixed.values.set(name, value);
	return value;
}

function hasExpression(typed: unknown): boolean {
	if (typeof typed === 'string') return typed.startsWith('=');
	if (typeof typed !== 'object' || typed === null) return false;
	return Object.values(typed).some(hasExpression);
}
