import type { Fault } from '../../sandbox/sandbox.mts';
import { CONTINUE, create, sandbox, useBench, withCredential } from '../bench.mts';
import { BEN, lists, people } from '../data.mts';
import { addGroup, changeAnswers } from '../twoChat.mts';
import { READ_BY_CREATE, everythingOf } from './support.mts';

// The key is only ever in the request header.

useBench();

const ROWS = lists(people(12), [BEN]);
const EVERYTHING = {
	additionalFields: {
		admins: BEN,
		pictureUrl: 'https://example.com/group.jpg',
		welcomeMessage: 'Hello',
	},
	options: { checkNumbersFirst: true, ifGroupExists: 'use', waitUntilListed: 1 },
};

describe('a 2Chat that repeats the key', () => {
	const KEY = 'UAK5f1c9d1e-0000-4a4a-9c9c-secret000001';

	const answer = (status: number, body: unknown): Fault => ({ effect: 'answer', status, body });
	const withHeader = (real: unknown) => ({
		...(real as object),
		request: { headers: { 'X-User-API-Key': KEY } },
	});
	const FIELDS = /"(message|wa_group_name|wa_group_id|name)":"/g;
	const withFields = (real: unknown) =>
		JSON.parse(JSON.stringify(real).replaceAll(FIELDS, `"$1":"${KEY} `)) as unknown;

	test.each<[where: string, fault: Fault]>([
		['an error text', answer(400, { error_message: `bad key ${KEY}` })],
		['a list of errors', answer(422, { detail: [{ msg: KEY, loc: ['header', KEY] }] })],
		['a page of a proxy', answer(502, `<p>X-User-API-Key: ${KEY}</p>`)],
		['a page with status 200', answer(200, `<p>${KEY}</p>`)],
		['a page that is cut within the key', answer(200, `<p>${'x'.repeat(165)}${KEY}</p>`)],
		['a denied success', answer(200, { success: false, message: `${KEY} may not` })],
		['a success', { effect: 'mutate', mutate: withHeader }],
		['the fields of a success', { effect: 'mutate', mutate: withFields }],
	])(
		'in %s does not get it into anything',
		async (_, fault) => {
			sandbox.world.account.keys.push(KEY);
			for (const operation of READ_BY_CREATE) {
				// What a refusal says is the same in both.
				for (const output of fault.effect === 'mutate' ? ['group', 'raw'] : ['raw']) {
					sandbox.world.groups.length = 0;
					addGroup([], { name: 'A' });
					sandbox.fault({ ...fault, operation, times: 2 });
					const parameters = { ...EVERYTHING, options: { ...EVERYTHING.options, output } };
					const how = { ...CONTINUE, ...withCredential({ apiKey: KEY }) };
					const text = everythingOf(await create(parameters, ROWS, how));
					// Neither the key nor one of its ends.
					expect(text).not.toContain('secret000001');
					expect(text).not.toContain(KEY.slice(0, 20));
				}
			}
			expect(sandbox.calls.some(({ keyLeaked }) => keyLeaked)).toBe(false);
			// The same search finds what is there, so finding nothing means something.
			expect(JSON.stringify(sandbox.world.account)).toContain(KEY);
		},
		120_000,
	);
});

test.each(['reset', 'cut', 'hang'] as const)(
	'a connection that breaks (%s) leaves the key out of the error',
	async (effect) => {
		sandbox.fault({ operation: 'create-group', effect });
		const run = await create({ options: { timeout: effect === 'hang' ? 1 : 120 } }, ROWS);
		expect(run.status).toBe('error');
		expect(everythingOf(run)).not.toContain(sandbox.apiKey);
		expect(JSON.stringify(run.error)).not.toMatch(/x-user-api-key/i);
	},
);

describe('a redirect', () => {
	// To the same host, and to another one as far as a client can tell.
	test.each(['127.0.0.1', 'localhost'])('to %s is not followed, for any call', async (host) => {
		const location = `${sandbox.baseUrl.replace('127.0.0.1', host)}/elsewhere`;
		for (const status of [301, 302, 303, 307, 308]) {
			sandbox.reset();
			for (const operation of READ_BY_CREATE) {
				sandbox.fault({ operation, effect: 'answer', status, headers: { location } });
			}
			// Some calls are only made in a second run, when those before them get through.
			await create(EVERYTHING, ROWS, CONTINUE);
			await create(EVERYTHING, ROWS, CONTINUE);
			expect(sandbox.calls.some(({ operation }) => operation === 'create-group')).toBe(true);
			expect(sandbox.calls.filter(({ path }) => path.includes('elsewhere'))).toEqual([]);
		}
	});

	test('is an error that names the Base URL, and no group is created', async () => {
		const headers = { location: `${sandbox.baseUrl}/elsewhere` };
		const body = { success: true, group: { uuid: 'WAGelsewhere', name: 'A' } };
		sandbox.fault({ times: 0, effect: 'answer', status: 307, headers, body });
		const { output } = await create({}, ROWS, CONTINUE);
		expect(sandbox.world.groups).toEqual([]);
		const error = expect.stringContaining('Base URL') as string;
		expect(output).toMatchObject([{ error }, { error }]);
	});
});

describe('an id in an answer', () => {
	const IDS = [
		'../../info',
		'..',
		'.',
		'WAG/../x',
		'WAG/1',
		'WAG?x=1',
		'WAG#1',
		'WAG%2F1',
		'WAG 1',
		'WAG\\1',
		'WAG\u0000',
		'WAGü',
		'',
		'A'.repeat(10_000),
	];
	test.each(IDS.map((uuid) => [uuid.slice(0, 20), uuid] as const))(
		'that is none (%j) is never used in a path',
		async (_, uuid) => {
			const mutate = (answer: unknown) => ({
				...(answer as object),
				group: { ...(answer as { group: object }).group, uuid },
			});
			sandbox.fault({ operation: 'create-group', effect: 'mutate', mutate });
			const { output } = await create({}, ROWS, CONTINUE);
			// Found by its name instead.
			expect(output).toMatchObject(sandbox.world.groups.map((group) => ({ uuid: group.uuid })));
			for (const { path } of sandbox.calls) {
				expect(path).toMatch(
					/^\/whatsapp\/(group\/create|group\/WAG[\w-]+(\/add-participant)?|groups\/\+\d+)(\?[\w=&]*)?$/,
				);
			}
		},
	);

	test('that is none is left out of the list of groups', async () => {
		changeAnswers('list-groups', () => ({
			success: true,
			data: [
				{ uuid: '../../webhooks', wa_group_name: 'A', channel_is_owner: true },
				{ uuid: 7, wa_group_name: 'A' },
			],
		}));
		const { output } = await create({ options: { ifGroupExists: 'use' } }, ROWS);
		expect(output).toMatchObject([{ created: true }, { created: true }]);
		expect(sandbox.calls.map(({ path }) => path).join()).not.toContain('webhooks');
	});
});
