import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { engine, useBench } from '../bench.mts';

// The form of Create as the editor gets it: the contract that workflows store, and the words a user reads.

useBench();
let fields: INodeProperties[];

beforeAll(async () => {
	const { nodes } = await engine.loaded();
	const properties = nodes.find(({ name }) => name === 'twoChatGroups')?.properties ?? [];
	fields = properties.filter(({ displayOptions }) => {
		const { resource, operation } = displayOptions?.show ?? {};
		return resource?.includes('group') === true && operation?.includes('create') === true;
	});
});

function field(name: string): INodeProperties {
	const found = fields.find((candidate) => candidate.name === name);
	if (found === undefined) throw new Error(`The form has no field ${name}`);
	return found;
}

function isField(entry: unknown): entry is INodeProperties {
	return typeof entry === 'object' && entry !== null && 'displayName' in entry && 'type' in entry;
}

function parts(name: string): INodeProperties[] {
	return (field(name).options ?? []).filter(isField);
}

function part(name: string, option: string): INodeProperties {
	const found = parts(name).find((candidate) => candidate.name === option);
	if (found === undefined) throw new Error(`${name} has no ${option}`);
	return found;
}

function valuesOf(property: INodeProperties): unknown[] {
	return (property.options as INodePropertyOptions[]).map(({ value }) => value);
}

/** Every field of the form, those inside of collections included. */
function allFields(list: INodeProperties[] = fields): INodeProperties[] {
	return list.flatMap((property) => [
		property,
		...allFields((property.options ?? []).filter(isField)),
		...((property.options ?? []) as INodePropertyCollection[])
			.filter((option) => 'values' in option)
			.flatMap(({ values }) => allFields(values)),
	]);
}

describe('the contract', () => {
	test('the fields, from broad to narrow, then the collections', () => {
		expect(fields.map(({ name, displayName }) => [name, displayName])).toEqual([
			['fromNumber', 'From'],
			['name', 'Group Name'],
			['participants', 'Participants'],
			['groupItemsBy', 'Combine Items'],
			['additionalFields', 'Additional Fields'],
			['options', 'Options'],
		]);
		expect(fields.filter(({ required }) => required).map(({ name }) => name)).toEqual([
			'fromNumber',
			'name',
			'participants',
		]);
	});

	test('Participants is one text field, so that a model can fill it', () => {
		expect(field('participants').type).toBe('string');
		expect(field('name').type).toBe('string');
	});

	test('From is picked from a list or typed', () => {
		expect(field('fromNumber')).toMatchObject({
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
		});
		expect(field('fromNumber').modes?.map(({ name }) => name)).toEqual(['list', 'phone']);
	});

	test('the additional fields', () => {
		expect(parts('additionalFields').map(({ name, displayName }) => [name, displayName])).toEqual([
			['admins', 'Admins'],
			['description', 'Description'],
			['pictureUrl', 'Picture URL'],
			['welcomeMessage', 'Welcome Message'],
		]);
	});

	test('the options and their defaults', () => {
		const defaults = parts('options').map(({ name, default: value }) => [name, value]);
		expect(Object.fromEntries(defaults)).toEqual({
			batching: { batch: {} },
			checkNumbersFirst: false,
			defaultCountry: 'from',
			ifGroupExists: 'create',
			ifSomeoneIsMissing: 'report',
			maxGroups: 30,
			output: 'group',
			previewOnly: false,
			timeout: 120,
			uniqueKey: '',
			waitUntilListed: 0,
		});
	});

	test('the values', () => {
		expect(valuesOf(field('groupItemsBy')).sort()).toEqual(['item', 'name']);
		expect(field('groupItemsBy').default).toBe('item');
		expect(valuesOf(part('options', 'ifGroupExists')).sort()).toEqual(['create', 'stop', 'use']);
		expect(valuesOf(part('options', 'ifSomeoneIsMissing')).sort()).toEqual([
			'failIfAnyone',
			'failIfNobody',
			'report',
		]);
		expect(valuesOf(part('options', 'output')).sort()).toEqual(['group', 'participants', 'raw']);
		expect(valuesOf(part('options', 'defaultCountry'))).toEqual(
			expect.arrayContaining(['DE', 'BR', 'US', 'PY']),
		);
		const [batch] = part('options', 'batching').options as INodePropertyCollection[];
		expect(batch?.name).toBe('batch');
		expect(batch?.values.map(({ name }) => name)).toEqual(['batchSize', 'batchInterval']);
	});

	test('the operation', async () => {
		const { nodes } = await engine.loaded();
		const operation = nodes
			.find(({ name }) => name === 'twoChatGroups')
			?.properties.find(
				({ name, displayOptions }) =>
					name === 'operation' && displayOptions?.show?.['resource']?.includes('group'),
			);
		expect(operation?.default).toBe('create');
		expect(operation?.options).toContainEqual(
			expect.objectContaining({ value: 'create', name: 'Create', action: 'Create WhatsApp group' }),
		);
	});
});

describe('the words', () => {
	test('labels are in title case and say one thing each', () => {
		for (const { displayName } of allFields()) {
			for (const word of displayName.split(' ')) {
				expect([displayName, /^(?:[A-Z0-9]|\(Seconds\)$|per$|by$|if$|is$)/.test(word)]).toEqual([
					displayName,
					true,
				]);
			}
		}
		const labels = parts('options').map(({ displayName }) => displayName);
		expect(new Set(labels).size).toBe(labels.length);
	});

	test('everything but the collections is described', () => {
		for (const { name, type, description } of allFields()) {
			if (type !== 'collection') expect([name, description]).not.toEqual([name, undefined]);
		}
	});

	test('descriptions are sentences: no period behind a single one, one behind each of several', () => {
		for (const { name, description } of allFields()) {
			if (description === undefined) continue;
			expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Z0-9]/)]);
			const isSeveral = /[.?!] [A-Z0-9-]/.test(description);
			expect([name, description.endsWith('.')]).toEqual([name, isSeveral]);
		}
	});

	test('switches say "Whether"', () => {
		for (const { name, type, description } of allFields()) {
			if (type === 'boolean')
				expect([name, description]).toEqual([name, expect.stringMatching(/^Whether /)]);
		}
	});

	test('placeholders are examples', () => {
		for (const { name, type, placeholder } of allFields()) {
			if (placeholder === undefined) continue;
			const start = type === 'collection' ? /^Add / : /^e\.g\. /;
			expect([name, placeholder]).toEqual([name, expect.stringMatching(start)]);
		}
		const modes = field('fromNumber').modes ?? [];
		expect(modes.map(({ placeholder }) => placeholder)).toEqual([
			'Select a number...',
			expect.stringMatching(/^e\.g\. \+/),
		]);
	});

	test('lists and collections are in the order of their labels', () => {
		for (const name of ['additionalFields', 'options']) {
			const labels = parts(name).map(({ displayName }) => displayName);
			expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b)));
		}
	});

	test('every value of a choice says what it does', () => {
		for (const property of allFields().filter(({ type }) => type === 'options')) {
			if (property.name === 'defaultCountry') continue;
			for (const { name, description } of property.options as INodePropertyOptions[]) {
				expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Z].*[^.]$/)]);
			}
		}
	});

	// "ID" in "deal ID" is what CRMs call it; "URL" is on every browser.
	test('nothing needs a programmer to be understood', () => {
		const texts = allFields().flatMap((property) => [
			property.displayName,
			property.description ?? '',
			property.hint ?? '',
			...(property.options ?? []).flatMap((option) =>
				'value' in option ? [option.name, option.description ?? ''] : [],
			),
		]);
		for (const text of texts) {
			expect(text).not.toMatch(
				/\b(?:JSON|API|array|boolean|string|null|UUID|payload|endpoint|request|parameter|E\.164|regex|HTTP|ISO)\b/i,
			);
			expect(text).not.toMatch(/\p{Extended_Pictographic}/u);
		}
	});

	test('what costs credits says so', () => {
		for (const name of ['checkNumbersFirst', 'waitUntilListed', 'previewOnly']) {
			expect([name, part('options', name).description]).toEqual([
				name,
				expect.stringMatching(/credit/),
			]);
		}
	});

	test('numbers cannot be set below their bounds', () => {
		for (const { name, type, typeOptions } of allFields()) {
			if (type === 'number') expect([name, typeof typeOptions?.minValue]).toEqual([name, 'number']);
		}
	});
});
