import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { readArguments, startCheck, type Check, type Options } from '../../live/check.mts';
import type {
	Fault,
	Operation,
	Sandbox,
	SandboxOptions,
	Settings,
} from '../../sandbox/sandbox.mts';
import {
	ANA,
	FROM,
	INVITED as GRACE,
	NEEDS_INVITE as HUGO,
	NOT_ON_WHATSAPP as NOBODY,
	OTHER_FROM as OTHER,
} from '../data.mts';
import { openSandbox } from '../bench.mts';

// The live check as a whole, against the sandbox under every reading that it can take.

const MIKEY = '+525530483303';
const OTTO = '+61491570158';
const HOOK = 'https://planted.example.org/hook';
const GROUP = { name: 'Planted Name', phoneNumber: FROM, members: [{ phoneNumber: OTHER }] };
const STAGES: Options['stages'] = ['read', 'group', 'events'];

let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
	folder = await fs.mkdtemp(path.join(os.tmpdir(), 'live-'));
});
afterAll(async () => await fs.rm(folder, { recursive: true }));
afterEach(async () => await sandbox.close());

interface Ran {
	text: string;
	report: string;
	done: boolean;
}

interface How extends SandboxOptions {
	stages?: Options['stages'];
	people?: string[];
	faults?: Fault[];
	/** What is typed, by how the question begins. */
	typed?: Record<string, string>;
	/** Called at every question; true stops the check there. */
	stopAt?: (question: string, check: () => Check) => boolean;
}

async function run(how: How = {}): Promise<Ran> {
	const { stages = STAGES, people = [ANA, GRACE], faults = [], typed, stopAt, ...options } = how;
	sandbox = await openSandbox({ ...options, world: { groups: [GROUP, GROUP, GROUP] } });
	for (const fault of faults) sandbox.fault(fault);
	const typedBy = Object.entries({
		'Type yes': 'yes',
		'Which number': FROM,
		Name: 'Typed Secret',
		'One or two': people.join(' '),
		'Public address of a picture': 'https://planted.example.org/picture.png',
		'Public https': HOOK,
		...typed,
	});
	const report = path.join(folder, `${Math.random()}.json`);
	const stop = new AbortController();
	const lines: string[] = [];
	const print = (line: string) => lines.push(line);
	const ask = async (question: string) => {
		if (stopAt?.(question, () => check) === true) {
			stop.abort();
			throw new Error('stopped');
		}
		return typedBy.find(([beginning]) => question.startsWith(beginning))?.[1] ?? '';
	};
	const { apiKey, baseUrl } = sandbox;
	const check = await startCheck(
		{ apiKey, baseUrl, stages, report, stop: stop.signal },
		{ ask, print },
	);
	const done = await check.done;
	const text = await fs.readFile(report, 'utf8').catch(() => '');
	return { text: lines.join('\n'), report: text, done };
}

/** What the check prints as new. */
function news({ text }: Ran): string {
	return text.split('\nAs foreseen')[0]?.split('\nNEW: ')[1] ?? 'no answers';
}

test('nothing is sent without a yes', async () => {
	const { text, report, done } = await run({ typed: { 'Type yes': '' } });
	expect(text).toContain('It costs about 8 credits');
	expect(text).toContain('The API cannot delete a group');
	expect(sandbox.calls).toEqual([]);
	expect([report, done]).toEqual(['', true]);
});

test('reading leaves no trace and costs what it says', async () => {
	const { text, done } = await run({ stages: ['read'] });
	expect(done).toBe(true);
	expect(sandbox.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
	expect(sandbox.calls.length).toBeLessThanOrEqual(9);
	expect(text).toContain('Nothing is left behind');
	expect(text).toContain(
		'7.13 Which number may use a group’s id\n  a group of two numbers: an id each',
	);
});

test('every stage under the default readings: nothing new, and the person learns what stays', async () => {
	const ran = await run();
	expect(ran.done).toBe(true);
	expect(news(ran)).toContain('nothing');
	expect(ran.text).not.toContain('NOT right');
	expect(ran.text).toMatch(/The group "Typed Secret" exists \(WAG/);
	expect(sandbox.world.webhooks).toEqual([]);
	for (const section of ['7.1', '7.2', '7.9', '7.10', '7.12', '7.16', '7.19', '7.21']) {
		expect(ran.text.split('\nNot seen\n')[0]).toContain(`\n${section} `);
	}
	expect(ran.text.split('\nNot seen\n')[1]).toContain(
		'7.11 A group without participants: would leave',
	);
});

const PASTED = '{"event":"x","uuid":"1","message":{},"participant":{}}';

/** Settings that do not touch each other share a run. */
const READINGS: Array<[Partial<Settings>, words: string[], How?]> = [
	[
		{
			groupPaging: 'page',
			roleChangeAnswer: 'map',
			listsOnAdd: 'top',
			statusCodeType: 'string',
			numberIdForm: 'e164',
			superAdminIsAdmin: false,
			createStatus: 201,
			postStatus: 202,
		},
		[
			'page_number ignored, page understood (reading: page)',
			'promote: map (reading: like add)',
			'lists: top',
			'accepted_numbers (reading: accepted means: has WhatsApp)',
			'statusCode as string',
			'number_id: a number with plus',
			'super admin, wa_is_admin not',
			'create: 201 (reading: created)',
		],
	],
	[
		{
			groupPaging: 'page_number',
			roleChangeAnswer: 'plain',
			listsOnAdd: 'inside',
			statusCodeKey: 'code',
			numberIdForm: 'digits',
			hiddenIds: 'everybody',
			errorShape: 'error_message',
		},
		[
			'page_number understood, page ignored (reading: page_number)',
			'demote: plain (reading: nothing but success)',
			'lists: inside',
			'code as number',
			'number_id: digits',
			'hidden, with no number',
			'unknown group (404): error_message',
		],
	],
	[
		{ groupPaging: 'ignored', invitations: 'neverSent', errorShape: 'message' },
		[
			'page_number ignored, page ignored (reading: ignored)',
			'isInviteV4Sent false',
			'unknown group (404): message',
		],
	],
	[
		{
			groupCount: 'total',
			groupPageCap: 2,
			acceptedMeans: 'joined',
			listsOnAdd: 'top',
			errorShape: 'detail',
		},
		[
			'count: of all',
			'unaccepted_numbers (reading: accepted means: is in',
			'unknown group (404): detail',
		],
	],
	[
		{ groupCount: 'page', groupPageCap: 2, errorShape: 'detailList', readableAfterMs: 1500 },
		['count: of the page', 'unknown group (404): detail[].msg', 'id: later'],
	],
	[
		{ groupCount: 'page', errorsAnswerWith: 'ok', errorShape: 'error_message' },
		['count: page or all', 'unknown group (200): error_message'],
	],
	[{ groupListAnswer: 'bareArray' }, ['envelope of the list: a bare array']],
	[{}, ['isInviteV4Sent false'], { people: [ANA, HUGO] }],
	[
		{ refusedInMap: false, emptyParticipants: 'accept' },
		['people without a word', 'nobody: taken'],
	],
	[{ successWhenNobody: false }, ['success false though nobody'], { people: [ANA, NOBODY] }],
	[{ groupsPerDay: 1 }, ['creation refused'], { faults: [refusedCreation('busy', 406)] }],
	[{}, ['limit on new groups'], { faults: [refusedCreation('created too many groups', 500)] }],
	[{ listedAfterMs: 60_000 }, ['listed: later']],
	[{ hiddenIds: 'flagged' }, ['hidden, with no number'], { people: [OTTO] }],
	[{ answersKeyedBy: 'whatsapp' }, ['keyed as WhatsApp has it'], { people: [MIKEY] }],
	[{ answersKeyedBy: 'asked' }, ['keyed as asked'], { people: [MIKEY] }],
	[{}, ['names its event'], { typed: { 'Let somebody': PASTED } }],
	[{}, ['add, at last 200: before the work'], { people: [ANA, OTTO], faults: [busyAdd('before')] }],
	[{}, ['add, at last 409: after the work'], { people: [ANA, OTTO], faults: [busyAdd('after')] }],
];

/** 2Chat's next answer to the operation. */
function answer(operation: Operation, status: number, body: object, more = {}): Fault {
	return { operation, effect: 'answer', status, body, ...more };
}

/** What all its answers to the operation have in them from now on. */
function withMore(operation: Operation, more: object): Fault {
	const mutate = (body: unknown) => ({ ...(body as object), ...more });
	return { operation, effect: 'mutate', times: 0, mutate };
}

function refusedCreation(error_message: string, status: number): Fault {
	return answer('create-group', status, { error_message });
}

function busyAdd(when: 'before' | 'after'): Fault {
	return answer('add-participant', 486, { detail: 'busy' }, { when });
}

test.each(READINGS)('readings are recognised: %j, %j', async (settings, words, how = {}) => {
	const ran = await run({ settings, ...how });
	for (const one of words) expect(ran.text).toContain(one);
	expect(news(ran)).toContain('nothing');
	expect(ran.text).not.toContain('NOT right');
});

const OF_NOBODYS_GROUP = { path: /0000-4000/ };

test.each<[string, Fault]>([
	[
		'promote: {success: boolean, done: number}',
		answer('promote-participant', 200, { success: true, done: 1 }),
	],
	[
		'description: {success: boolean, batched: string}',
		withMore('set-description', { batched: 'later' }),
	],
	['field limits.burst', withMore('info', { limits: { requests_per_minute: 80, burst: 3 } })],
	['the code 777', withMore('add-participant', { participants: { [GRACE]: { statusCode: 777 } } })],
	['an error with the status 418', answer('get-group', 418, { detail: 'x' }, OF_NOBODYS_GROUP)],
	['unknown group (404): {why: string}', answer('get-group', 404, { why: 'x' }, OF_NOBODYS_GROUP)],
	['204', { operation: 'set-picture', effect: 'empty', when: 'after', status: 204 }],
	['a count that fits nothing', withMore('list-groups', { count: 'three' })],
	['x-ratelimit-left', answer('info', 200, {}, { headers: { 'x-ratelimit-left': '3' } })],
	['refused with 500', answer('set-description', 500, { detail: 'x' }, { times: 2 })],
	[
		'{success: boolean, groups: []}',
		answer('list-groups', 200, { success: true, groups: [] }, { times: 0 }),
	],
	[
		'without participants{}',
		withMore('add-participant', { participants: [{ number: ANA, state: 'in' }] }),
	],
])('an answer that nobody foresaw comes first, as new: %s', async (words, fault) => {
	const ran = await run({ faults: [fault] });
	expect(news(ran)).toContain(words);
});

test('the report holds nothing of anybody', async () => {
	const key = sandbox.apiKey;
	const planted = { planted: { 'Planted Key': key }, [ANA]: 'Torres' };
	const { report } = await run({
		settings: { listsOnAdd: 'top', hiddenIds: 'flagged' },
		faults: [withMore('list-webhooks', planted)],
		people: [MIKEY, OTTO],
	});
	const { groups, numbers, people } = sandbox.world;
	const ids = [...JSON.stringify(groups).matchAll(/WAG[\w-]+|\d{9,}@/g)].map(String);
	expect(ids.length).toBeGreaterThan(4);
	const phones = [...people.keys(), ...numbers.map(({ phoneNumber }) => phoneNumber)];
	const names = ['Typed Secret', 'Planted', 'Otto', 'Mikey', 'Torres', 'My testing number'];
	const secrets = [
		...ids,
		...numbers.map(({ uuid }) => uuid),
		...phones.map((number) => number.slice(1)),
		...names,
		'planted.example',
		key,
	];
	expect(secrets.filter((text) => report.includes(text))).toEqual([]);
	expect(report).toContain('"path": "/whatsapp/group/{id}/add-participant"');
	expect(report).toContain('"isInviteV4Sent": false');
});

test('what was recorded is replayed: the sandbox takes its form', async () => {
	const first = await run({
		settings: {
			statusCodeKey: 'code',
			statusCodeType: 'string',
			roleChangeAnswer: 'map',
			groupCount: 'total',
			listsOnAdd: 'top',
			numberIdForm: 'digits',
			postStatus: 202,
		},
		faults: [withMore('info', { tier: 'gold' })],
	});
	await sandbox.close();
	const recorded = await fs.mkdtemp(path.join(folder, 'recorded-'));
	await fs.writeFile(path.join(recorded, 'one.json'), first.report);
	const again = await run({ recorded });
	const same = [
		'code as string',
		'promote: map',
		'lists: top',
		'count: page or all',
		'promote: 202',
	];
	for (const words of same) {
		expect(first.text).toContain(words);
		expect(again.text).toContain(words);
	}
	expect(news(again)).toContain('field tier');
	expect(again.text).not.toContain('NOT right');
});

test('a call that fails in the middle: the subscription goes, and what stays is told', async () => {
	const down = answer('list-webhooks', 402, {}, { nth: 2, times: 0 });
	const { text } = await run({ faults: [down, answer('promote-participant', 402, {})] });
	const operations = sandbox.calls.map(({ operation }) => operation);
	expect(operations).not.toContain('demote-participant');
	expect(operations).toContain('delete-webhook');
	expect(sandbox.world.webhooks).toEqual([]);
	expect(text).toMatch(/The group "Typed Secret" exists \(WAG.*\nThe API cannot delete a group/);
});

test('a subscription that cannot be removed is told, with its id', async () => {
	const stuck = answer('delete-webhook', 400, {}, { times: 0 });
	const { text } = await run({ stages: ['events'], faults: [stuck] });
	const [webhook] = sandbox.world.webhooks;
	expect(text).toContain(`A subscription ${webhook?.uuid} exists for ${HOOK}`);
});

test('a creation whose answer is lost is never repeated, and the group is looked for', async () => {
	const lost: Fault = { operation: 'create-group', when: 'after', effect: 'html', status: 504 };
	const { text, done } = await run({ stages: ['group'], faults: [lost] });
	expect(done).toBe(false);
	expect(sandbox.calls.filter(({ operation }) => operation === 'create-group')).toHaveLength(1);
	const made = sandbox.world.groups.find(({ name }) => name === 'Typed Secret');
	expect(text).toContain(`The group "Typed Secret" exists (${made?.uuid})`);
});

test('stopped while events are awaited: it says what exists, and removes the subscription', async () => {
	let told: string[] = [];
	const stopAt = (question: string, check: () => Check) => {
		if (!question.startsWith('Let somebody')) return false;
		told = check().whatIsLeft();
		return true;
	};
	const { text } = await run({ stopAt });
	expect(told.join('\n')).toMatch(
		/The group "Typed Secret" exists \(WAG[^]*A subscription WHK\S+ exists for/,
	);
	expect(text).toContain('The subscription was removed.');
	expect(sandbox.world.webhooks).toEqual([]);
});

test.each([[['--key', 'UAKplanted123']], [['UAKplanted123']], [['--report', 'UAKplanted123']]])(
	'refuses a key on the command line: %j',
	(args) => {
		expect(() => readArguments(args)).toThrow(
			/^(?![^]*UAKplanted)[^]*The key never goes on the command line/,
		);
	},
);

test('Ctrl-C in the middle says what exists by now', async () => {
	sandbox = await openSandbox({ settings: { emptyParticipants: 'reject' } });
	sandbox.fault({ operation: 'promote-participant', effect: 'delay', delayMs: 3000 });
	const child = spawn(process.execPath, ['--import', 'tsx', 'test/live/main.mts', '--group'], {
		cwd: path.join(__dirname, '../../..'),
		env: { ...process.env, TWOCHAT_API_KEY: sandbox.apiKey, TWOCHAT_BASE_URL: sandbox.baseUrl },
	});
	let output = '';
	let isStopped = false;
	child.stdout.on('data', (chunk: Buffer) => {
		output += String(chunk);
		if (!isStopped && output.includes('ensure this value')) isStopped = child.kill('SIGINT');
	});
	child.stdin.write(`yes\n${FROM}\nTyped Secret\n${ANA}\n\nyes\n`);
	expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130);
	const [before = '', after = ''] = output.split('What exists by now:');
	expect(before).not.toContain('exists (WAG');
	expect(after).toMatch(/The group "Typed Secret" exists \(WAG[^]*Ctrl-C again ends at once/);
	expect(sandbox.calls.some(({ operation }) => operation === 'set-description')).toBe(false);
});
