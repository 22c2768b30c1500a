import type { IDataObject } from 'n8n-workflow';

import type { NodeSettings } from '../../engine/types.mts';
import { expectPlainWords } from './expectations.mts';
import { FROM, useBench, people } from './harness.mts';

// As an AI tool: a model fills in texts, and gets back texts. Of an error it sees the message only.

const [ANA, BEN] = ['+17137157533', '+18647351567'] as const;

const bench = useBench();

async function ask(
	args: IDataObject | IDataObject[],
	options: IDataObject = {},
	settings: NodeSettings = {},
) {
	return await bench.engine.runTool({
		type: 'twoChatGroups',
		credentials: {
			twoChatGroupsApi: { apiKey: bench.sandbox.apiKey, baseUrl: bench.sandbox.baseUrl },
		},
		parameters: {
			resource: 'group',
			operation: 'create',
			fromNumber: { __rl: true, mode: 'phone', value: FROM },
			name: "={{ $fromAI('Group_Name', 'Name of the group', 'string') }}",
			participants: "={{ $fromAI('Participants', 'Phone numbers', 'string') }}",
			options,
		},
		args,
		settings,
	});
}

function answerOf(response: string | undefined): IDataObject {
	const [answer = {}] = JSON.parse(response ?? '[]') as IDataObject[];
	return answer;
}

test('the model sees what the tool does and which texts it wants', async () => {
	const tool = await ask({ Group_Name: 'A', Participants: ANA });
	expect(tool.description).toMatch(/create whatsapp group/i);
	expect(tool.schema).toMatchObject({
		properties: { Group_Name: { type: 'string' }, Participants: { type: 'string' } },
	});
});

test.each([
	['commas', `${ANA}, ${BEN}`],
	['lines', `${ANA}\n${BEN}`],
	['a JSON list as text', JSON.stringify([ANA, BEN])],
	['words around them', `Ana: ${ANA}; Ben: ${BEN}`],
])('one string with %s makes the group', async (_what, participants) => {
	const { response } = await ask({ Group_Name: 'A', Participants: participants });
	expect(answerOf(response)).toMatchObject({
		name: 'A',
		created: true,
		summary: { people: 2, in_group: 2 },
	});
	expect(bench.createBodies()).toEqual([
		{ from_number: FROM, group: { name: 'A', participants: [ANA, BEN] } },
	]);
});

test('the answer tells of everybody who is missing, and is short enough to be read', async () => {
	const { response } = await ask({
		Group_Name: 'A',
		Participants: [...people(8), '+447700900101', 'my boss'].join(', '),
	});
	expect(answerOf(response)).toMatchObject({ summary: { people: 10, in_group: 8, missing: 2 } });
	expect(response).toContain('This number is not on WhatsApp');
	// Some 300 characters for each of ten people, and the group itself.
	expect(response?.length).toBeLessThan(5_000);
});

test('the same people in another order are no other group, another Unique Key is one', async () => {
	await bench.engine.installDeduplication();
	const [args, turned] = [`${ANA}, ${BEN}`, `${BEN}, ${ANA}`].map((Participants) => ({
		Group_Name: 'A',
		Participants,
	}));
	const uniqueKey = "={{ $fromAI('Deal', 'Id of the deal', 'string') }}";
	await ask(
		[
			{ ...args, Deal: '1' },
			{ ...turned, Deal: '1' },
			{ ...args, Deal: '2' },
		],
		{ uniqueKey },
	);
	await bench.engine.removeDeduplication();
	expect(bench.groupNames()).toEqual(['A', 'A']);
});

test('a model that asks for several groups in one go gets them', async () => {
	const { response } = await ask([
		{ Group_Name: 'A', Participants: ANA },
		{ Group_Name: 'B', Participants: ANA },
		{ Group_Name: 'C', Participants: BEN },
	]);
	expect(answerOf(response)).toMatchObject({ name: 'C', created: true });
	expect(bench.groupNames()).toEqual(['A', 'B', 'C']);
});

test('a model that asks again, and n8n that does it by itself, get no second group', async () => {
	bench.sandbox.fault({ operation: 'create-group', when: 'after', effect: 'reset' });
	bench.sandbox.fault({
		operation: 'list-groups',
		effect: 'mutate',
		mutate: () => ({ data: [] }),
		times: 6,
	});
	const args = { Group_Name: 'A', Participants: ANA };
	const { response } = await ask(
		[args, { Group_Name: 'B', Participants: BEN }, args],
		{},
		{
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
		},
	);
	expect(answerOf(response)).toMatchObject({ name: 'A', created: true, recovered: true });
	expect(bench.callsOf('create-group')).toHaveLength(2);
	expect(bench.groupNames()).toEqual(['A', 'B']);
});

test('a preview shows the plan before anything is done', async () => {
	const { response } = await ask(
		{ Group_Name: 'A', Participants: `${ANA}, ${BEN}` },
		{ previewOnly: true },
	);
	expect(answerOf(response)).toMatchObject({ preview: true, plan: { numbers: [ANA, BEN] } });
	expect(bench.groupNames()).toEqual([]);
});

describe('the message alone says what is wrong', () => {
	test.each([
		['no name', { Group_Name: '', Participants: ANA }, 'Group Name is empty'],
		['nobody', { Group_Name: 'A', Participants: '' }, 'Participants is empty'],
		[
			'a name where a number belongs',
			{ Group_Name: 'A', Participants: 'Ana and Ben' },
			'Participants holds no phone number that can be used. Entry 1: "Ana and Ben" has no digits',
		],
		[
			'a number without country',
			{ Group_Name: 'A', Participants: '0171 2345678' },
			'"0171 2345678" has no country code',
		],
		['a long name', { Group_Name: 'x'.repeat(120), Participants: ANA }, 'WhatsApp allows 100'],
	])('%s', async (_what, args, text) => {
		const { failure, response } = await ask(args);
		const told = failure ?? response ?? '';
		expect(told).toContain(response === undefined ? text : JSON.stringify(text).slice(1, -1));
		if (failure !== undefined) expectPlainWords(failure.split('\n\nDetails: ')[0]);
		expect(bench.sandbox.calls).toEqual([]);
	});

	test('a wrong number to send from', async () => {
		bench.sandbox.world.numbers.length = 0;
		const { failure, response } = await ask({ Group_Name: 'A', Participants: ANA });
		expect(failure ?? response).toContain('HTTP 404');
		expect(failure ?? response).toContain(`Number ${FROM} not found`);
	});

	test('a group that may exist', async () => {
		bench.sandbox.fault({ operation: 'create-group', effect: 'html', status: 504 });
		const { failure, response } = await ask({ Group_Name: 'A', Participants: ANA });
		expect(failure ?? response).toContain('may exist');
		expect(bench.createBodies()).toHaveLength(1);
	});

	test('nobody could be added', async () => {
		const { failure, response } = await ask(
			{ Group_Name: 'A', Participants: '+447700900101' },
			{ ifSomeoneIsMissing: 'failIfNobody' },
		);
		expect(failure ?? response).toContain('+447700900101 (not on WhatsApp)');
		expect(failure ?? response).toContain(bench.sandbox.world.groups[0]?.uuid ?? 'no group');
	});
});
