import type { IDataObject } from 'n8n-workflow';

import type { RunNodeResult } from '../../engine/types.mts';
import type { Operation } from '../../sandbox/sandbox.mts';
import { CONTINUE, create, sandbox, useBench } from '../bench.mts';
import { BEN, INVITED, NOT_ON_WHATSAPP, lists, people } from '../data.mts';
import { addGroup, changeAnswers, requestedNames } from '../twoChat.mts';
import { PROGRAM_WORDS, READ_BY_CREATE, unmentioned } from './support.mts';

// Every answer that Create reads, bent in every way: a clear error or a right result, never a crash, a
// hang or a success that is none. Not one of these answers comes from a document.

useBench();

/** For the group A more people than one request takes, where the answer to adding is what matters. */
const itemsFor = (operation: Operation) =>
	lists([...people(operation === 'add-participant' ? 11 : 1), NOT_ON_WHATSAPP, INVITED], BEN);

/** What makes Create use the endpoint, beside creating and adding. */
const PARAMETERS: Partial<Record<Operation, { additionalFields?: object; options?: object }>> = {
	'promote-participant': { additionalFields: { admins: BEN } },
	'set-picture': { additionalFields: { pictureUrl: 'https://example.com/group.jpg' } },
	'send-message': { additionalFields: { welcomeMessage: 'Hello' } },
	'list-groups': { options: { ifGroupExists: 'use', waitUntilListed: 1 } },
	'get-group': { options: { ifGroupExists: 'use', checkNumbersFirst: true } },
	'check-number': { options: { checkNumbersFirst: true } },
};

function parametersFor(operation: Operation, output = 'group'): IDataObject {
	const { additionalFields, options } = PARAMETERS[operation] ?? {};
	return { additionalFields: { ...additionalFields }, options: { ...options, output } };
}

/** A value put in the place of another. */
const VALUES: Array<[name: string, value: unknown]> = [
	['null', null],
	['true', true],
	['false', false],
	['zero', 0],
	['a number', 42],
	['a fraction', 1.5],
	['a number beyond all numbers', Number.MAX_VALUE],
	['an empty text', ''],
	['a text', 'text'],
	['"NaN"', 'NaN'],
	['"Infinity"', 'Infinity'],
	['"200"', '200'],
	['"undefined"', 'undefined'],
	['"__proto__"', '__proto__'],
	['markup', '<script>alert(1)</script>'],
	['a control character', '\u0000\u202e'],
	['half a surrogate pair', '\ud800'],
	['an empty list', []],
	['a list of null', [null]],
	['a list of lists', [[[]]]],
	['an empty object', {}],
	['an object', { a: { b: 1 } }],
];

/** Texts instead of the whole answer. */
const TEXTS: Array<[name: string, text: string]> = [
	['nothing', ''],
	['blanks', ' \r\n '],
	['a web page', '<!DOCTYPE html><html><body>502</body></html>'],
	['half of an object', '{"success":true,"group":{"uuid":"WAG'],
	['two objects', '{"success":true}{"success":true}'],
	['NaN', 'NaN'],
	['an object with NaN', '{"success":NaN}'],
	['a number too large', '1e999'],
	['a text', '"text"'],
	['a byte order mark', '\ufeff{"success":true}'],
	['deep nesting', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
	['deep objects', `${'{"group":'.repeat(5_000)}null${'}'.repeat(5_000)}`],
	['a prototype', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'],
	['a prototype as the group', '{"success":true,"group":{"__proto__":{"uuid":"WAGpolluted"}}}'],
	[
		'a prototype as the people',
		'{"participants":{"__proto__":{"statusCode":200}},"data":{"__proto__":[]}}',
	],
	['keys of objects', '{"toString":null,"hasOwnProperty":1,"valueOf":"x","length":-1}'],
	['the same key twice', '{"success":false,"success":true}'],
];

type Path = Array<string | number>;

/** Places of everything in a JSON value, the value itself first; of things alike only the first. */
function placesOf(value: unknown, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [path];
	const entries: Array<[string | number, unknown]> = Array.isArray(value)
		? value.slice(0, 1).map((entry, index) => [index, entry])
		: Object.entries(value).filter(([key], index) => !/^\+\d/.test(key) || index < 2);
	return [path, ...entries.flatMap(([key, entry]) => placesOf(entry, [...path, key]))];
}

const GONE = Symbol('gone');

function changed(value: unknown, path: Path, to: unknown): unknown {
	const [key, ...rest] = path;
	if (key === undefined) return to === GONE ? undefined : to;
	const copy = structuredClone(value) as Record<string | number, unknown>;
	if (rest.length === 0 && to === GONE) Reflect.deleteProperty(copy, key);
	else copy[key] = changed(copy[key], rest, to);
	return copy;
}

/** What may not happen and does, when Create runs while every answer of that kind is bent. */
async function problemsWith(
	operation: Operation,
	bend: (answer: unknown) => unknown,
	output = 'group',
): Promise<string[]> {
	sandbox.reset();
	const waCreatedAt = new Date(Date.now() - 86_400_000).toISOString();
	const before = addGroup([], { name: 'B', waCreatedAt });
	changeAnswers(operation, (answer) => bend(answer) ?? '');
	const run = await create(parametersFor(operation, output), itemsFor(operation), CONTINUE);
	return problemsOf(run, before);
}

function problemsOf(run: RunNodeResult, before?: string): string[] {
	const items = run.output;
	const said = items.map(({ error, message }) => `${error} ${JSON.stringify(message)}`);
	const failed = said.filter((_, index) => items[index]?.['error'] !== undefined).join('\n');
	const uuids = new Set(sandbox.world.groups.map(({ uuid }) => uuid));
	const names = requestedNames();
	return [
		...(run.status === 'success' ? [] : [`it ended with ${run.status}: ${run.error?.message}`]),
		...(PROGRAM_WORDS.test(failed.replaceAll('"undefined"', 'quoted'))
			? [`words of a program: ${failed}`]
			: []),
		...items.flatMap((item) =>
			item['error'] !== undefined || uuids.has(String(item['uuid']))
				? []
				: [`a success with a group that does not exist: ${String(item['uuid'])}`],
		),
		...items.flatMap(({ error }, index) =>
			typeof error === 'string' || error === undefined ? [] : [`item ${index} fails without words`],
		),
		...(new Set(names).size === names.length ? [] : [`asked for ${names.join()}`]),
		...unmentioned(
			run,
			sandbox.world.groups.filter(({ name, uuid }) => names.includes(name) && uuid !== before),
		).map((name) => `nothing tells about "${name}"`),
	];
}

describe.each(READ_BY_CREATE)('answers of %s', (operation) => {
	test('with one thing missing or in place of another', async () => {
		let sample: unknown;
		await problemsWith(operation, (answer) => {
			sample ??= structuredClone(answer);
			return answer;
		});
		expect(sample).toBeDefined();
		const places = placesOf(sample);
		const problems: string[] = [];
		for (const [index, path] of places.entries()) {
			// All values at the places that are read most; elsewhere some of them, in turn.
			const isNearTop = path.length <= 2;
			const every = isNearTop ? (operation === 'create-group' ? 1 : 3) : VALUES.length;
			const values = VALUES.filter((_, at) => at % every === index % every);
			for (const [name, value] of [...values, ['nothing', GONE] as const]) {
				// An id is only known by its characters (2chat-api.md 1.8): a wrong one cannot be told.
				if (path.at(-1) === 'uuid' && /^[\w-]+$/.test(String(value)) && typeof value === 'string')
					continue;
				const found = await problemsWith(
					operation,
					(answer) => changed(answer, path, value),
					index % 2 === 0 ? 'group' : 'raw',
				);
				problems.push(...found.map((problem) => `${path.join('.')} is ${name}: ${problem}`));
			}
		}
		expect(problems).toEqual([]);
	}, 300_000);

	test.each(TEXTS)('that are %s', async (name, text) => {
		const outputs = ['group', 'participants', 'raw'];
		const output = outputs[name.length % outputs.length];
		expect(await problemsWith(operation, () => text, output)).toEqual([]);
	});

	test('that are huge', async () => {
		sandbox.fault({ operation, when: 'after', effect: 'huge' });
		const run = await create(parametersFor(operation), itemsFor(operation), CONTINUE);
		expect(problemsOf(run)).toEqual([]);
		// More than 5 MB are not read: then nothing is known of the groups that are there.
		expect(run.output.map(({ created }) => created)).toEqual([
			operation === 'list-groups' ? undefined : true,
			true,
		]);
	});
});
