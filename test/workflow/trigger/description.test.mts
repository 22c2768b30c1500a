import type { LoadedPackage } from '../../engine/types.mts';
import { useEngine } from '../shared.mts';

const engine = useEngine();
let loaded: LoadedPackage;

beforeAll(async () => {
	loaded = await engine.loaded();
});

const trigger = () => loaded.nodes.find(({ name }) => name === 'twoChatGroupsTrigger');

test('is a trigger that an AI agent is not offered as a tool', () => {
	expect(trigger()).toMatchObject({ group: ['trigger'], inputs: [], outputs: ['main'] });
	expect(loaded.tools.map(({ name }) => name)).not.toContain('twoChatGroupsTriggerTool');
});

// Without a `resources` object n8n drops the whole codex and says nothing.
test('is found by search words and category', () => {
	const codex = trigger()?.codex;
	expect(codex?.categories).toEqual(['Communication']);
	expect(codex?.alias).toEqual(expect.arrayContaining(['whatsapp group', 'participant joined']));
	expect(codex?.resources?.primaryDocumentation).toHaveLength(1);
});

test('has the icons of the action node', () => {
	const action = loaded.nodes.find(({ name }) => name === 'twoChatGroups');
	expect(trigger()?.iconUrl).toEqual(action?.iconUrl);
});

// Workflows store these names and values, so they never change after the first release.
test('keeps its names and values', () => {
	const properties = trigger()?.properties ?? [];
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
