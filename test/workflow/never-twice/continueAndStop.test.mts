import type { IDataObject } from 'n8n-workflow';

import type { RunNodeResult } from '../../engine/types.mts';
import { CONTINUE, ERROR_OUTPUT, RETRY, create, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, NOT_ON_WHATSAPP, THREE, groups, lists, people } from '../data.mts';
import { sameGroup } from '../data.mts';
import { failedItems, linksOf, outcomesOf } from '../results.mts';
import {
	addGroup,
	answerWith,
	callsOf,
	changeAnswers,
	groupNames,
	groupOf,
	loseAnswer,
	membersOf,
	refuse,
	requestedNames,
	requestedPeople,
	writes,
} from '../twoChat.mts';
import { CONTINUE_MODES, unmentioned } from './support.mts';

// Each item's own fate, and a run that stops in the middle.

useBench();

const NO = {
	status: 400,
	body: { success: false, error: true, error_message: 'WhatsApp says no' },
};

/** What failed, from whichever output. */
function failuresOf(run: RunNodeResult): IDataObject[] {
	return [...run.output, ...failedItems(run)].filter(({ error }) => error !== undefined);
}

const STRICT = { options: { ifSomeoneIsMissing: 'failIfAnyone' } };

describe('an item that fails under Continue', () => {
	test('is one item with error and message, linked to its input', async () => {
		refuse('create-group', { ...NO, nth: 2 });
		const { status, outputs, output } = await create({}, THREE, CONTINUE);
		expect(status).toBe('success');
		expect(linksOf(outputs[0])).toEqual([0, 1, 2]);
		expect(output).toMatchObject([
			{ name: 'A', created: true },
			{
				error: expect.stringContaining('WhatsApp says no') as string,
				message: { http_code: 400 },
			},
			{ name: 'C', created: true },
		]);
		expect(Object.keys(output[1] ?? {}).sort()).toEqual(['error', 'message']);
		expect(groupNames()).toEqual(['A', 'C']);
	});

	test('reaches the error output with the fields of its input', async () => {
		refuse('create-group', { ...NO, nth: 2 });
		const run = await create({}, THREE, ERROR_OUTPUT);
		expect(run.output).toMatchObject([{ name: 'A' }, { name: 'C' }]);
		const failed = failedItems(run);
		expect(failed).toHaveLength(1);
		expect(Object.keys(failed[0] ?? {}).sort()).toEqual(['error', 'message', 'name', 'people']);
		expect(failed[0]).toMatchObject({ name: 'B', message: { http_code: 400 } });
	});

	test.each(CONTINUE_MODES)(
		'names the group that exists although people are missing (%s)',
		async (_, mode) => {
			const items = lists([ANA, NOT_ON_WHATSAPP], BEN, CARLOS);
			const run = await create(STRICT, items, { ...RETRY, ...mode });
			expect(requestedNames()).toEqual(['A', 'B', 'C']);
			expect(unmentioned(run)).toEqual([]);
			const uuid = groupOf('A')?.uuid;
			const summary = { in_group: 1, missing: 1, not_on_whatsapp: 1 };
			expect(failuresOf(run)).toMatchObject([{ message: { uuid, summary } }]);
		},
	);

	// The first item's expression names a node that does not exist.
	test.each([
		{ name: "={{ $json.name === 'A' ? $('Nowhere').item.json.x : $json.name }}" },
		{
			name: "={{ $json.name === 'A' ? $('Nowhere').item.json.x : $json.name }}",
			groupItemsBy: 'name',
		},
		{ options: { timeout: "={{ $json.name === 'A' ? $('Nowhere').item.json.x : 120 }}" } },
	])('by an expression that cannot be worked out keeps it to itself: %j', async (parameters) => {
		for (const [, mode] of CONTINUE_MODES) {
			sandbox.reset();
			const run = await create(parameters, THREE, mode);
			expect(failuresOf(run)).toHaveLength(1);
			const made = run.output.filter(({ uuid }) => uuid !== undefined);
			expect(made).toMatchObject([{ name: 'B' }, { name: 'C' }]);
			expect(requestedNames()).toEqual(['B', 'C']);
		}
	});

	test('is one for each row of its group, tells of everybody in the first, and of the group in each', async () => {
		const rows = sameGroup(NOT_ON_WHATSAPP, ANA, BEN);
		const options = { ifSomeoneIsMissing: 'failIfAnyone' };
		const run = await create({ groupItemsBy: 'name', options }, rows, ERROR_OUTPUT);
		const { uuid } = sandbox.world.groups[0] ?? {};
		expect(failedItems(run)).toMatchObject(rows);
		const messages = failedItems(run).map(({ message }) => message as IDataObject);
		expect(messages.map(outcomesOf)).toEqual([['not_on_whatsapp', 'added', 'added'], [], []]);
		expect(messages).toMatchObject(rows.map(() => ({ uuid, summary: { people: 3, missing: 1 } })));
	});
});

describe('a run that stops in the middle', () => {
	const TWENTY = groups(20);

	test.each([
		['a refusal', 400, 'WhatsApp says no'],
		['too many requests', 429, 'Too many requests'],
		['no credits', 402, 'The API credits are used up'],
		['the creation limit', 500, 'created too many groups very quickly'],
	])('(%s) names the ten groups that exist', async (_, status, text) => {
		refuse('create-group', { nth: 11, times: 0, status, body: { error_message: text } });
		const run = await create({}, TWENTY, RETRY);
		expect(run.status).toBe('error');
		expect(sandbox.world.groups).toHaveLength(10);
		expect(run.outputs).toEqual([]);
		for (const { name, uuid } of sandbox.world.groups) {
			expect(run.error?.description).toContain(`"${name}"`);
			expect(run.error?.description).toContain(uuid);
		}
		expect(run.error?.description).toContain('Retrying this execution does not do it again');
		expect(new Set(requestedNames()).size).toBe(11);
	});

	test('by a group that may exist names that one and the ten before it', async () => {
		sandbox.settings.listedAfterMs = 60_000;
		loseAnswer('create-group', { nth: 11 });
		const run = await create({}, TWENTY);
		expect(sandbox.world.groups).toHaveLength(11);
		expect(unmentioned(run)).toEqual([]);
	});

	test('by missing people names that group and the ones before it', async () => {
		const items = [...TWENTY.slice(0, 10), { name: 'Missing', people: NOT_ON_WHATSAPP }];
		const run = await create({ options: { ifSomeoneIsMissing: 'failIfNobody' } }, items);
		expect(run.status).toBe('error');
		expect(sandbox.world.groups).toHaveLength(11);
		expect(unmentioned(run)).toEqual([]);
	});
});

describe('people whom a lost answer may have added', () => {
	const items = lists(people(15), [BEN]);

	test('are not called "not sent" when the next request is refused', async () => {
		// Added, the answer lost; the same call, repeated at once, is refused.
		sandbox.fault({ operation: 'add-participant', when: 'after', effect: 'html', status: 504 });
		refuse('add-participant');
		const run = await create({}, items);
		expect(membersOf('A')).toHaveLength(15);
		expect(run.output[0]?.['summary']).toMatchObject({ added: 10, unknown: 5, not_attempted: 0 });
	});

	test('nor when that request is made by a later try', async () => {
		refuse('add-participant', { when: 'after', status: 500 });
		refuse('add-participant', { times: 0 });
		const run = await create(STRICT, items, { ...RETRY, ...CONTINUE });
		expect(membersOf('A')).toHaveLength(15);
		expect(failuresOf(run)).toMatchObject([
			{ message: { summary: { unknown: 5, not_attempted: 0 } } },
		]);
	});

	test('nor when the lost answer was that of the creation', async () => {
		loseAnswer('create-group');
		// Only the sender and one more show so far.
		changeAnswers('get-group', (answer) => {
			const { data } = answer as { data: { participants: unknown[] } };
			return { data: { ...data, participants: data.participants.slice(0, 2) } };
		});
		refuse('add-participant', { times: 0 });
		const run = await create({}, items);
		expect(membersOf('A')).toHaveLength(10);
		expect(run.output[0]).toMatchObject({
			recovered: true,
			summary: { added: 1, unknown: 9, not_attempted: 5 },
		});
	});
});

test('Check Numbers First sends those who are left, and nobody twice in a later try', async () => {
	refuse('create-group', { nth: 2 });
	const items = lists([NOT_ON_WHATSAPP, ANA], [BEN, NOT_ON_WHATSAPP]);
	const { output } = await create({ options: { checkNumbersFirst: true } }, items, RETRY);
	expect(requestedPeople()).toEqual([[ANA], [BEN], [BEN]]);
	const summary = { added: 1, not_on_whatsapp: 1 };
	expect(output).toMatchObject([{ summary }, { summary }]);
});

describe('a list of groups that cannot be read', () => {
	const says = (body: object) => ({ effect: 'answer' as const, status: 200, body });

	test.each([
		says({ success: true }),
		says({ success: true, data: null }),
		says({ success: true, data: { groups: [] } }),
		says({ success: true, groups: [] }),
		{ effect: 'html' as const, status: 500 },
	])('does not count as "no such group": %j', async (fault) => {
		addGroup([], { name: 'A' });
		sandbox.fault({ operation: 'list-groups', times: 0, ...fault });
		for (const ifGroupExists of ['use', 'stop']) {
			const run = await create({ options: { ifGroupExists } }, THREE, CONTINUE);
			expect(writes()).toEqual([]);
			for (const item of run.output) expect(item['error']).toEqual(expect.any(String));
		}
	});

	test('does not keep the node asking', async () => {
		const data = Array.from({ length: 10 }, () => ({ wa_group_name: 'without id' }));
		answerWith('list-groups', { success: true, data }, { times: 0 });
		await create({ options: { ifGroupExists: 'use' } }, THREE);
		expect(callsOf('list-groups').length).toBeLessThanOrEqual(3);
	});
});
