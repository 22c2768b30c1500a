import fs from 'node:fs/promises';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { engine, run, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, NOT_ON_WHATSAPP, groupId } from '../data.mts';
import { addGroup, say } from '../twoChat.mts';

// The fields that the editor shows before the first run are those that a run really gives: no field that
// the preview does not know, and none in the preview that never comes.

useBench();
let folder: string;

beforeAll(async () => {
	const { folder: packageFolder } = await engine.loaded();
	folder = path.join(packageFolder, 'dist/nodes/TwoChatGroups/__schema__/v1.0.0');
});

const PICTURE = 'https://example.com/group-photo.jpg';
const MEXICO = '+525530483303';

const ABOUT = { description: 'Who does what', pictureUrl: PICTURE };

const team = () => addGroup([{ phoneNumber: ANA }, { phoneNumber: BEN, role: 'admin' }], ABOUT);
const inTeam = (more: IDataObject) => () => ({ groupId: groupId(team()), ...more });

/** Parameters for each operation that bring out all of its fields. */
const RUNS: Record<string, () => IDataObject> = {
	'account.get': () => ({}),
	'group.create': () => ({
		name: 'Team',
		participants: [ANA, NOT_ON_WHATSAPP],
		additionalFields: { ...ABOUT, admins: ANA, welcomeMessage: 'Welcome' },
		options: { waitUntilListed: 1 },
	}),
	'group.get': inTeam({}),
	'group.getAll': inTeam({}),
	'group.getMessages': () => {
		const uuid = team();
		say(uuid, 'Hello');
		say(uuid, null, PICTURE);
		return { groupId: groupId(uuid) };
	},
	'group.sendMessage': inTeam({ text: 'Hello' }),
	'group.update': inTeam({ updateFields: ABOUT }),
	'participant.add': inTeam({ participants: [ANA, CARLOS, 'nobody'] }),
	'participant.demote': inTeam({ participants: [BEN, CARLOS] }),
	'participant.getAll': inTeam({}),
	'participant.promote': inTeam({ participants: [ANA, CARLOS] }),
	'participant.remove': inTeam({ participants: [ANA, CARLOS] }),
	'participant.sendMessage': () => ({ participants: [ANA, 'nobody'], text: 'Hello' }),
	'participant.sync': inTeam({ participants: [ANA, CARLOS] }),
	'phoneNumber.check': () => ({ phoneNumbers: [ANA, MEXICO, 'nobody'] }),
	'phoneNumber.getAll': () => ({}),
};

interface Schema {
	type?: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
	version?: number;
}

/** The types at each place of a value: `participants[].reason` → string. */
function placesOf(value: unknown, place = '', found = new Map<string, Set<string>>()) {
	const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
	found.set(place, (found.get(place) ?? new Set()).add(type));
	if (Array.isArray(value)) for (const entry of value) placesOf(entry, `${place}[]`, found);
	else if (typeof value === 'object' && value !== null) {
		for (const [key, entry] of Object.entries(value)) placesOf(entry, `${place}.${key}`, found);
	}
	return found;
}

/** The same of a schema. */
function placesOfSchema(schema: Schema, place = '', found = new Map<string, Set<string>>()) {
	found.set(place, new Set([schema.type ?? []].flat()));
	if (schema.items !== undefined) placesOfSchema(schema.items, `${place}[]`, found);
	for (const [key, entry] of Object.entries(schema.properties ?? {})) {
		placesOfSchema(entry, `${place}.${key}`, found);
	}
	return found;
}

const readSchema = async (name: string) =>
	JSON.parse(
		await fs.readFile(path.join(folder, `${name.replace('.', '/')}.json`), 'utf8'),
	) as Schema;

test('every operation of the node has a preview, and there is none without one', async () => {
	const { nodes } = await engine.loaded();
	const { properties = [] } = nodes.find(({ name }) => name === 'twoChatGroups') ?? {};
	const operations = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			options.flatMap((option) =>
				'value' in option && option.value !== '__CUSTOM_API_CALL__'
					? `${String(displayOptions?.show?.['resource']?.[0])}.${String(option.value)}`
					: [],
			),
		);
	const files = await fs.readdir(folder, { recursive: true });
	const previews = files
		.filter((file) => file.endsWith('.json'))
		.map((file) => file.replace(path.sep, '.').replace('.json', ''));
	expect(previews.sort()).toEqual(operations.sort());
	expect(Object.keys(RUNS).sort()).toEqual(operations);
});

test.each(Object.keys(RUNS))('%s gives what its preview shows', async (name) => {
	const schema = await readSchema(name);
	expect([schema.type, schema.version]).toEqual(['object', 1]);
	const parameters = RUNS[name]?.() ?? {};
	const { output, error } = await run(name as `${string}.${string}`, parameters, [{}, {}]);
	expect(error).toBeUndefined();
	const real = new Map<string, Set<string>>();
	for (const item of output) placesOf(item, '', real);
	const shown = placesOfSchema(schema);
	// Arrays that stay empty in a run have a place for their entries in the schema only.
	const empty = [...real].filter(([place, types]) => types.has('array') && !real.has(`${place}[]`));
	const expected = [...shown.keys()].filter(
		(place) => !empty.some(([array]) => place.startsWith(`${array}[]`)),
	);
	expect([...real.keys()].sort()).toEqual(expected.sort());
	for (const [place, types] of real) {
		expect([place, [...types].filter((type) => !shown.get(place)?.has(type))]).toEqual([place, []]);
	}
});
