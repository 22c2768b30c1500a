import http from 'node:http';
import type { AddressInfo } from 'node:net';

import type { RunResult } from '../../engine/types.mts';
import type { Fault, Operation } from '../../sandbox/sandbox.mts';
import { useBench, people } from '../create/harness.mts';
import { CONTINUE, CONTINUE_MODES, ERROR_OUTPUT, FROM_FIELDS, jsonOf, told } from './support.mts';

// Secrets: the key is only ever in the request header.

const bench = useBench();

const TWO = [
	{ name: 'A', people: people(12) },
	{ name: 'B', people: ['+18647351567'] },
];
const EVERYTHING = {
	...FROM_FIELDS,
	additionalFields: {
		admins: '+18647351567',
		pictureUrl: 'https://example.com/group.jpg',
		welcomeMessage: 'Hello',
	},
	options: { checkNumbersFirst: true, ifGroupExists: 'use', waitUntilListed: 1 },
};

/** Everything that leaves the node: what n8n stores, shows and keeps, and every request. */
function everythingOf(run: RunResult): string {
	const { calls } = bench.sandbox;
	return [run.stored, JSON.stringify(run), told(run), JSON.stringify(calls)].join('\n');
}

const OPERATIONS: Operation[] = [
	'create-group',
	'add-participant',
	'list-groups',
	'get-group',
	'promote-participant',
	'set-picture',
	'send-message',
	'check-number',
];

const echoing = (key: string): Array<[string, Omit<Fault, 'operation'>]> => [
	['an error text', { effect: 'answer', status: 400, body: { error_message: `bad key ${key}` } }],
	[
		'a list of errors',
		{ effect: 'answer', status: 422, body: { detail: [{ msg: key, loc: ['header', key] }] } },
	],
	['a page of a proxy', { effect: 'answer', status: 502, body: `<p>X-User-API-Key: ${key}</p>` }],
	['a page with status 200', { effect: 'answer', status: 200, body: `<p>${key}</p>` }],
	[
		'a page that is cut within the key',
		{ effect: 'answer', status: 200, body: `<p>${'x'.repeat(165)}${key}</p>` },
	],
	[
		'a denied success',
		{ effect: 'answer', status: 200, body: { success: false, message: `${key} may not` } },
	],
	[
		'a success',
		{
			effect: 'mutate',
			mutate: (answer) => ({
				...(answer as object),
				request: { headers: { 'X-User-API-Key': key } },
			}),
		},
	],
	[
		'the fields of a success',
		{
			effect: 'mutate',
			mutate: (answer) =>
				JSON.parse(
					JSON.stringify(answer).replaceAll(
						/"(message|wa_group_name|wa_group_id|name)":"/g,
						`"$1":"${key} `,
					),
				) as unknown,
		},
	],
];

describe('a 2Chat that repeats the key', () => {
	const KEY = 'UAK5f1c9d1e-0000-4a4a-9c9c-secret000001';

	test.each(echoing(KEY).map(([name]) => name))(
		'in %s does not get it into anything',
		async (name) => {
			const { sandbox } = bench;
			sandbox.world.accounts[0]?.keys.push(KEY);
			const fault = echoing(KEY).find(([candidate]) => candidate === name)?.[1];
			for (const operation of OPERATIONS) {
				for (const output of ['group', 'raw']) {
					sandbox.world.groups.length = 0;
					sandbox.world.addGroup({ name: 'A', phoneNumber: '+595981048477' });
					if (fault !== undefined) sandbox.fault({ ...fault, operation, times: 2 });
					const run = await bench.create(
						{ ...EVERYTHING, options: { ...EVERYTHING.options, output } },
						TWO,
						{
							settings: CONTINUE,
							credentials: { twoChatGroupsApi: { apiKey: KEY, baseUrl: sandbox.baseUrl } },
						},
					);
					expect(everythingOf(run)).not.toContain(KEY);
					expect(everythingOf(run)).not.toContain('secret000001');
					expect(everythingOf(run)).not.toContain(KEY.slice(0, 20));
				}
			}
			expect(sandbox.calls.some(({ keyLeaked }) => keyLeaked)).toBe(false);
			// The same search finds what is there, so finding nothing means something.
			expect(JSON.stringify(sandbox.world.accounts)).toContain(KEY);
		},
		120_000,
	);
});

describe('a connection that breaks', () => {
	test.each(['reset', 'cut', 'hang'] as const)(
		'(%s) leaves the key out of the error',
		async (effect) => {
			const { sandbox } = bench;
			sandbox.fault({ operation: 'create-group', effect });
			const run = await bench.create(
				{ ...FROM_FIELDS, options: { timeout: effect === 'hang' ? 1 : 120 } },
				TWO,
			);
			expect(run.status).toBe('error');
			expect(everythingOf(run)).not.toContain(sandbox.apiKey);
			expect(JSON.stringify(run.error)).not.toMatch(/x-user-api-key/i);
		},
	);
});

describe('a redirect', () => {
	const seen: http.IncomingMessage[] = [];
	let other: http.Server;
	let otherUrl: string;

	beforeAll(async () => {
		other = http.createServer((request, response) => {
			seen.push(request);
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ success: true, group: { uuid: 'WAGelsewhere', name: 'A' } }));
		});
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		// Another host name, as far as a client can tell.
		otherUrl = `http://localhost:${(other.address() as AddressInfo).port}`;
	});
	afterAll(async () => {
		other.closeAllConnections();
		await new Promise((resolve) => other.close(resolve));
	});
	beforeEach(() => (seen.length = 0));

	test.each([301, 302, 303, 307, 308])('with status %d is not followed', async (status) => {
		const { sandbox } = bench;
		sandbox.fault({
			times: 0,
			effect: 'answer',
			status,
			headers: { location: `${otherUrl}/open/whatsapp/group/create` },
			body: { success: true, group: { uuid: 'WAGelsewhere', name: 'A' } },
		});
		const run = await bench.create(FROM_FIELDS, TWO, { settings: CONTINUE });
		expect(seen).toEqual([]);
		expect(sandbox.world.groups).toEqual([]);
		for (const item of jsonOf(run.outputs)) {
			expect(item['error']).toContain('Base URL');
			expect(item['uuid']).toBeUndefined();
		}
	});

	test('to the same host is not followed either, for any call', async () => {
		const { sandbox } = bench;
		for (const operation of OPERATIONS) {
			sandbox.fault({
				operation,
				effect: 'answer',
				status: 307,
				headers: { location: `${otherUrl}/open/anything` },
			});
		}
		await bench.create(EVERYTHING, TWO, { settings: CONTINUE });
		await bench.create(EVERYTHING, TWO, { settings: CONTINUE });
		expect(seen).toEqual([]);
	});
});

describe('a Base URL that is not safe', () => {
	test.each([
		'http://api.p.2chat.io/open',
		'http://192.168.0.10/open',
		'http://10.0.0.1:8080',
		'http://127.0.0.1.example.com/open',
		'http://localhost.example.com/open',
		'http://0.0.0.0/open',
		'http://user:pass@127.0.0.1/open',
		'https://user:pass@api.p.2chat.io/open',
		'https://api.p.2chat.io/open?key=1',
		'https://api.p.2chat.io/open#x',
		'ftp://api.p.2chat.io/open',
		'file:///etc/passwd',
		'javascript:alert(1)',
		'api.p.2chat.io/open',
		'//api.p.2chat.io/open',
		'',
		'   ',
	])('(%s) is refused before anything is sent', async (baseUrl) => {
		const { sandbox } = bench;
		for (const [, settings] of CONTINUE_MODES) {
			const run = await bench.create(FROM_FIELDS, TWO, {
				settings,
				credentials: { twoChatGroupsApi: { apiKey: sandbox.apiKey, baseUrl } },
			});
			const failed = settings === ERROR_OUTPUT ? jsonOf(run.outputs, 1) : jsonOf(run.outputs);
			expect(failed.map(({ error }) => String(error))).toEqual([
				expect.stringContaining('Base URL'),
				expect.stringContaining('Base URL'),
			]);
			expect(everythingOf(run)).not.toContain(sandbox.apiKey);
			// What was typed may hold a password.
			expect(run.nodes['Node']?.map(({ outputs }) => JSON.stringify(outputs)).join()).not.toContain(
				'user:pass',
			);
		}
		expect(sandbox.calls).toEqual([]);
	});
});

describe('an id in an answer', () => {
	test.each([
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
	])('that is none (%j) is never used in a path', async (uuid) => {
		const { sandbox } = bench;
		sandbox.fault({
			operation: 'create-group',
			effect: 'mutate',
			mutate: (answer) => ({
				...(answer as object),
				group: { ...(answer as { group: object }).group, uuid },
			}),
		});
		const run = await bench.create(FROM_FIELDS, TWO, { settings: CONTINUE });
		// Found by its name instead.
		const uuids = jsonOf(run.outputs).map((item) => item['uuid']);
		expect(uuids).toEqual(sandbox.world.groups.map((group) => group.uuid));
		for (const { path } of sandbox.calls) {
			expect(path).toMatch(
				/^\/whatsapp\/(group\/create|group\/WAG[\w-]+(\/add-participant)?|groups\/\+\d+)(\?[\w=&]*)?$/,
			);
		}
	});

	test('that is none is left out of the list of groups', async () => {
		const { sandbox } = bench;
		sandbox.fault({
			operation: 'list-groups',
			times: 0,
			effect: 'mutate',
			mutate: () => ({
				success: true,
				data: [
					{ uuid: '../../webhooks', wa_group_name: 'A', channel_is_owner: true },
					{ uuid: 7, wa_group_name: 'A' },
				],
			}),
		});
		const run = await bench.create({ ...FROM_FIELDS, options: { ifGroupExists: 'use' } }, TWO);
		expect(run.output.map(({ created }) => created)).toEqual([true, true]);
		expect(sandbox.calls.map(({ path }) => path).join()).not.toContain('webhooks');
	});
});
