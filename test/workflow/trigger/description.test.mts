import type { LoadedPackage } from '../../engine/types.mts';
import { useEngine } from '../shared.mts';

const engine = useEngine();
let loaded: LoadedPackage;

beforeAll(async () => {
	loaded = await engine.loaded();
});

const trigger = () => loaded.nodes.find(({ name }) => name === 'twoChatGroupsTrigger');

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
