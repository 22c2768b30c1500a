import type { INodeProperties } from 'n8n-workflow';

import { ADD_OUTCOMES } from '../../nodes/shared/groups/outcomes';
import { properties, resources } from '../../nodes/TwoChatGroups/resources';
import { read } from './project.mts';

const readme = read('README.md');

/** Of n8n, and of the trigger, whose own test has its fields. */
const ELSEWHERE = [
	'Additional Fields',
	'Ignore Repeats',
	'2Chat WhatsApp Groups Trigger',
	'2Chat WhatsApp Groups Tool',
];
const N8N = ['On Error: Continue', 'Workflow > Import from file', 'Create WhatsApp group'];

function labelsOf(list: unknown): string[] {
	return ((list ?? []) as Array<Partial<INodeProperties> & { values?: unknown }>).flatMap(
		({ displayName, name, options, values }) => [
			displayName ?? name ?? '',
			...labelsOf(options),
			...labelsOf(values),
		],
	);
}

const known = new Set([...labelsOf(properties), ...ELSEWHERE, ...N8N]);

function section(heading: string): string {
	const [, text = ''] = readme.split(`\n## ${heading}\n`);
	return text.split('\n## ')[0] ?? '';
}

test.each(['Create a group', 'AI agents'])('"%s" calls the fields as the form does', (heading) => {
	const named = [...section(heading).matchAll(/\*{1,2}([A-Z][^*\n]+)\*{1,2}/g)];
	expect(named.length).toBeGreaterThan(2);
	const unknown = named.map(([, label = '']) => label).filter((label) => !known.has(label));
	expect(unknown).toEqual([]);
});

test('every operation stands in the README', () => {
	const table = section('Operations');
	const labels = Object.values(resources).flatMap(({ operations }) =>
		Object.values(operations).map(({ name }) => name),
	);
	expect(labels.filter((label) => !table.includes(label))).toEqual([]);
});

test('every outcome of adding people stands in the README', () => {
	const text = section('Create a group');
	expect(ADD_OUTCOMES.filter((outcome) => !text.includes(`\`${outcome}\``))).toEqual([]);
});
