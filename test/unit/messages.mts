import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Stands for whatever a message takes from the data. */
export const BLANK = '…';

/**
 * Every message that the package can give, read from its sources: what is passed to `settingError` and to n8n's
 * error classes, hints, what a step says, and `message` of the transport and of the credential's test. Values of the data are `BLANK`.
 */
export function messagesInSources(roots: string[]): string[] {
	const messages = new Set<string>();
	for (const file of roots.flatMap(sourcesBelow)) {
		const source = ts.createSourceFile(
			file,
			fs.readFileSync(file, 'utf8'),
			ts.ScriptTarget.Latest,
			true,
		);
		const visit = (node: ts.Node): void => {
			for (const message of messageNodes(node)) {
				for (const text of textsOf(message, 3)) messages.add(text);
			}
			ts.forEachChild(node, visit);
		};
		visit(source);
	}
	// Those that consist of nothing but data are put together from others of the list.
	return [...messages].filter((text) => /\p{L}{3}/u.test(text)).sort();
}

/** All TypeScript files in a folder and below it. */
export function sourcesBelow(root: string): string[] {
	return fs
		.readdirSync(root, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.join(root, file));
}

function messageNodes(node: ts.Node): ts.Expression[] {
	if (ts.isCallExpression(node) && node.expression.getText() === 'settingError') {
		return node.arguments.slice(2, 3);
	}
	if (ts.isNewExpression(node) && node.expression.getText() === 'NodeOperationError') {
		return node.arguments?.slice(1, 2) ?? [];
	}
	if (ts.isShorthandPropertyAssignment(node)) return isTold(node) ? [node.name] : [];
	return ts.isPropertyAssignment(node) && isTold(node) ? [node.initializer] : [];
}

/** Beside what a text stands when it is told by itself; the other ones are parts of the report. */
const TOLD_BESIDE: Record<string, string[]> = {
	// Of a failure, of a hint, of a rule of the credential's test.
	message: ['nextStep', 'location', 'value'],
	// Of an additional step.
	reason: ['status'],
};

function isTold(property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): boolean {
	const beside = TOLD_BESIDE[property.name.getText()] ?? [];
	return property.parent.properties.some(({ name }) => beside.includes(name?.getText() ?? ''));
}

function textsOf(node: ts.Expression, depth: number): string[] {
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
	if (ts.isConditionalExpression(node)) {
		return [...textsOf(node.whenTrue, depth), ...textsOf(node.whenFalse, depth)];
	}
	if (ts.isBinaryExpression(node) && node.operatorToken.getText() === '??') {
		return [...textsOf(node.left, depth), ...textsOf(node.right, depth)];
	}
	if (ts.isTemplateExpression(node)) {
		return node.templateSpans.reduce(
			(starts, { expression, literal }) =>
				starts.flatMap((start) =>
					spanTexts(expression, depth).map((text) => start + text + literal.text),
				),
			[node.head.text],
		);
	}
	const value = ts.isIdentifier(node) && depth > 0 ? constantOf(node) : undefined;
	return value === undefined ? [BLANK] : textsOf(value, depth - 1);
}

/** Small words that a template chooses between make no message of their own. */
function spanTexts(expression: ts.Expression, depth: number): string[] {
	const texts = textsOf(expression, depth);
	return texts.every((text) => text.split(' ').length > 2) ? texts : [BLANK];
}

function constantOf(name: ts.Identifier): ts.Expression | undefined {
	for (let scope: ts.Node | undefined = name.parent; scope !== undefined; scope = scope.parent) {
		if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
		for (const statement of scope.statements) {
			if (!ts.isVariableStatement(statement)) continue;
			const found = statement.declarationList.declarations.find(
				(declaration) => declaration.name.getText() === name.text,
			);
			if (found?.initializer !== undefined) return found.initializer;
		}
	}
	return undefined;
}
