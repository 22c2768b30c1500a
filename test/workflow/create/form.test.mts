import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { engine, useBench } from '../bench.mts';

// The form of Create as the editor gets it: the contract that workflows store, and the words a user reads.

useBench();
let properties: INodeProperties[];
let fields: INodeProperties[];

beforeAll(async () => {
	const { nodes } = await engine.loaded();
	properties = nodes.find(({ name }) => name === 'twoChatGroups')?.properties ?? [];
	fields = properties.filter(({ displayOptions }) => {
		const { resource, operation } = displayOptions?.show ?? {};
		return resource?.includes('group') === true && operation?.includes('create') === true;
	});
});

function named(name: string, list = fields): INodeProperties {
	const found = list.find((candidate) => candidate.name === name);
	if (found === undefined) throw new Error(`There is no field ${name}`);
	return found;
}

function isField(entry: unknown): entry is INodeProperties {
	return typeof entry === 'object' && entry !== null && 'displayName' in entry && 'type' in entry;
}

function parts(name: string): INodeProperties[] {
	return (named(name).options ?? []).filter(isField);
}

const option = (name: string) => named(name, parts('options'));

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
		const kinds = fields.map(({ name, displayName, type, required }) => [
			name,
			displayName,
			required === true ? `${type}, required` : type,
		]);
		expect(kinds).toEqual([
			['fromNumber', 'From', 'resourceLocator, required'],
			['name', 'Group Name', 'string, required'],
			// One text, so that a model can fill it in.
			['participants', 'Participants', 'string, required'],
			['groupItemsBy', 'Combine Items', 'options'],
			['additionalFields', 'Additional Fields', 'collection'],
			['options', 'Options', 'collection'],
		]);
	});

	test('From is picked from a list or typed', () => {
		expect(named('fromNumber').default).toEqual({ mode: 'list', value: '' });
		expect(named('fromNumber').modes?.map(({ name }) => name)).toEqual(['list', 'phone']);
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
		expect(valuesOf(named('groupItemsBy')).sort()).toEqual(['item', 'name']);
		expect(named('groupItemsBy').default).toBe('item');
		expect(valuesOf(option('ifGroupExists')).sort()).toEqual(['create', 'stop', 'use']);
		expect(valuesOf(option('ifSomeoneIsMissing')).sort()).toEqual([
			'failIfAnyone',
			'failIfNobody',
			'report',
		]);
		expect(valuesOf(option('output')).sort()).toEqual(['group', 'participants', 'raw']);
		expect(valuesOf(option('defaultCountry'))).toEqual(
			expect.arrayContaining(['DE', 'BR', 'US', 'PY']),
		);
		const [batch] = option('batching').options as INodePropertyCollection[];
		expect(batch?.name).toBe('batch');
		expect(batch?.values.map(({ name }) => name)).toEqual(['batchSize', 'batchInterval']);
	});

	test('the operation', () => {
		const operation = properties.find(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions?.show?.['resource']?.includes('group'),
		);
		expect(operation?.default).toBe('create');
		expect(operation?.options).toContainEqual(
			expect.objectContaining({ value: 'create', name: 'Create', action: 'Create WhatsApp group' }),
		);
	});
});

// Title case and "Whether" are the linter's.
describe('the words', () => {
	/** Names of the fields, those inside of collections included, for which something is wrong. */
	const wrong = (isWrong: (field: INodeProperties) => boolean) =>
		allFields().flatMap((field) => (isWrong(field) ? field.name : []));

	test('everything but the collections is described', () => {
		expect(
			wrong(({ type, description }) => type !== 'collection' && description === undefined),
		).toEqual([]);
	});

	test('descriptions are sentences: no period behind a single one, one behind each of several', () => {
		expect(wrong(({ description = 'A' }) => !/^[A-Z0-9]/.test(description))).toEqual([]);
		const areSeveral = (text: string) => /[.?!] [A-Z0-9-]/.test(text);
		expect(
			wrong(({ description = '' }) => description.endsWith('.') !== areSeveral(description)),
		).toEqual([]);
	});

	test('placeholders are examples', () => {
		const isGood = ({ type, placeholder }: INodeProperties) =>
			placeholder === undefined || placeholder.startsWith(type === 'collection' ? 'Add ' : 'e.g. ');
		expect(wrong((field) => !isGood(field))).toEqual([]);
		expect(named('fromNumber').modes).toMatchObject([
			{ placeholder: 'Select a number...' },
			{ placeholder: expect.stringMatching(/^e\.g\. \+/) as string },
		]);
	});

	test.each(['additionalFields', 'options'])('%s are in the order of their labels', (name) => {
		const labels = parts(name).map(({ displayName }) => displayName);
		expect(new Set(labels).size).toBe(labels.length);
		expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b)));
	});

	test('every value of a choice says what it does', () => {
		const choices = allFields().filter(
			({ name, type }) => type === 'options' && name !== 'defaultCountry',
		);
		expect(choices.length).toBeGreaterThan(3);
		for (const { options } of choices) {
			for (const { name, description } of options as INodePropertyOptions[]) {
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
			...(property.options ?? []).flatMap((one) =>
				'value' in one ? [one.name, one.description ?? ''] : [],
			),
		]);
		for (const text of texts) {
			expect(text).not.toMatch(
				/\b(?:JSON|API|array|boolean|string|null|UUID|payload|endpoint|request|parameter|E\.164|regex|HTTP|ISO)\b/i,
			);
			expect(text).not.toMatch(/\p{Extended_Pictographic}/u);
		}
	});

	test.each(['checkNumbersFirst', 'waitUntilListed', 'previewOnly'])(
		'%s says that it costs credits, or does not',
		(name) => {
			expect(option(name).description).toMatch(/credit/);
		},
	);

	test('numbers cannot be set below their bounds', () => {
		expect(
			wrong(
				({ type, typeOptions }) => type === 'number' && typeof typeOptions?.minValue !== 'number',
			),
		).toEqual([]);
	});
});
