import fs from 'node:fs/promises';
import path from 'node:path';

import type { LoadedPackage } from '../engine/types.mts';
import { engine, useBench } from './bench.mts';

let loaded: LoadedPackage;

useBench();
beforeAll(async () => {
	loaded = await engine.loaded();
});

const read = async (file: string) => await fs.readFile(path.join(loaded.folder, file), 'utf8');

describe('the packed package', () => {
	test('contains what runs and its licences, and no sources', async () => {
		const files = await fs.readdir(loaded.folder, { recursive: true });
		const tops = [...new Set(files.map((file) => file.split(path.sep)[0]))].sort();
		const mayBeMissing = ['CHANGELOG.md', 'README.md'];
		expect(tops.filter((top) => !mayBeMissing.includes(top ?? ''))).toEqual([
			'LICENSE',
			'dist',
			'index.js',
			'package.json',
		]);
		expect(files.filter((file) => /\.(ts|mts|map|tsbuildinfo)$/.test(file))).toEqual([]);
	});

	test('requires nothing but what n8n provides', async () => {
		const files = await fs.readdir(path.join(loaded.folder, 'dist'), { recursive: true });
		const code = files.filter((file) => file.endsWith('.js'));
		const texts = await Promise.all(code.map((file) => read(`dist/${file}`)));
		const required = texts.flatMap((text) => [...text.matchAll(/\brequire\("([^"]+)"\)/g)]);
		expect(required.length).toBeGreaterThan(0);
		const provided = ['n8n-workflow', 'node:crypto', '../../nodes/shared/phone/number/library.js'];
		expect(provided).toEqual(expect.arrayContaining(required.map((match) => match[1])));
	});

	test('names the licence of every library inside it', async () => {
		expect(await read('dist/THIRD_PARTY_LICENSES.md')).toMatch(/## libphonenumber-js .*\(MIT\)/);
	});

	test('gives its classes to code that imports it by name', () => {
		const exported = require(loaded.folder) as Record<string, { name: string }>;
		for (const [name, value] of Object.entries(exported)) expect(value.name).toBe(name);
		expect(Object.keys(exported)).toEqual(
			expect.arrayContaining(['TwoChatGroups', 'TwoChatGroupsApi']),
		);
	});
});

describe('what n8n shows of it', () => {
	test('is the node with its tool twin, the trigger without one, and the credential', () => {
		const [action, trigger] = loaded.nodes;
		expect(action).toMatchObject({ name: 'twoChatGroups' });
		const isTrigger = { group: ['trigger'], inputs: [], outputs: ['main'] };
		expect(trigger).toMatchObject({ name: 'twoChatGroupsTrigger', ...isTrigger });
		expect(trigger?.iconUrl).toEqual(action?.iconUrl);
		expect(loaded.tools.map(({ name }) => name)).toEqual(['twoChatGroupsTool']);
		expect(loaded.credentials.map(({ name }) => name)).toEqual(['twoChatGroupsApi']);
	});

	// Without a `resources` object n8n drops the whole codex and says nothing.
	test.each([
		['twoChatGroups', 'create group'],
		['twoChatGroupsTrigger', 'participant joined'],
	])('%s can be found by search words and category', (node, alias) => {
		const codex = loaded.nodes.find(({ name }) => name === node)?.codex;
		expect(codex?.categories).toEqual(['Communication']);
		expect(codex?.alias).toEqual(expect.arrayContaining(['whatsapp group', alias]));
		expect(codex?.resources?.primaryDocumentation).toHaveLength(1);
	});

	// In its list of nodes n8n shows the two as one, with the words of the trigger.
	test('says in the words of the trigger that groups are created', () => {
		expect(loaded.nodes[1]?.description).toMatch(/^Create WhatsApp groups .* or start a workflow/);
	});

	test('names the events below the trigger in plain words', () => {
		const { subtitle = '', properties } = loaded.nodes[1] ?? {};
		const events = properties?.[0]?.options?.map((option) => 'value' in option && option.value);
		const code = subtitle.replace(/^=\{\{|\}\}$/g, '');
		const shown: unknown = new Function('$parameter', `return ${code}`)({ events });
		expect(shown).toBe('message, join, leave, remove, reaction');
	});

	test('has icons for both themes, which exist', async () => {
		for (const { name, iconUrl } of [...loaded.nodes, ...loaded.credentials]) {
			const { light, dark } = iconUrl as { light: string; dark: string };
			expect(light).not.toBe(dark);
			for (const url of [light, dark]) {
				const svg = await read(url.replace(`icons/${loaded.name}/`, ''));
				expect(`${name}: ${svg}`).toContain('<svg');
			}
		}
	});

	// Workflows store these names and values, so they never change after the first release.
	test('the trigger keeps its names and values', () => {
		const properties = loaded.nodes[1]?.properties ?? [];
		expect(properties.map(({ name }) => name)).toEqual([
			'events',
			'fromNumber',
			'groups',
			'groupId',
			'options',
		]);
		const events = properties[0]?.options?.map((option) => 'value' in option && option.value);
		// 2chat-api.md 3.5.
		expect([...(events ?? [])].sort()).toEqual([
			'whatsapp.group.join',
			'whatsapp.group.leave',
			'whatsapp.group.message.reaction',
			'whatsapp.group.message.received',
			'whatsapp.group.remove',
		]);
	});
});
