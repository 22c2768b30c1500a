import type { IDataObject } from 'n8n-workflow';

import { showsItem } from '../../engine/standIns/agent.mts';
import type { NodeSettings } from '../../engine/types.mts';
import { BY_MODEL, RETRY, engine, runTool, runWorkflow, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NOT_ON_WHATSAPP, people } from '../data.mts';
import { expectPlainWords } from '../results.mts';
import {
	bodiesOf,
	callsOf,
	groupNames,
	hideGroups,
	loseAnswer,
	requestedPeople,
} from '../twoChat.mts';
import { chain, inLoop, node, partOf } from '../workflows.mts';

// As an AI tool: a model fills in texts, and gets back texts. Of an error it sees the message only.

useBench();

/** What a model fills in to ask for a group. */
function group(Group_Name: string, Participants: string, more: IDataObject = {}) {
	return { Group_Name, Participants, ...more };
}

/** What the model gets back: the answer as text and read, or else the failure. */
async function ask(
	args: IDataObject | IDataObject[],
	options: IDataObject = {},
	settings: NodeSettings = {},
) {
	const tool = await runTool('group.create', { ...BY_MODEL, options }, args, settings);
	const [answer] = tool.failure ? [] : (JSON.parse(tool.response ?? '[]') as IDataObject[]);
	return { ...tool, answer, said: tool.failure ?? tool.response };
}

test('the model sees what the tool does and which texts it wants', async () => {
	const tool = await ask(group('A', ANA));
	expect(tool.description).toMatch(/create whatsapp group/i);
	expect(tool.schema).toMatchObject({
		properties: { Group_Name: { type: 'string' }, Participants: { type: 'string' } },
	});
});

test('one string with all numbers makes the group', async () => {
	const { answer } = await ask(group('A', `Ana: ${ANA}; Ben: ${BEN}`));
	const summary = { people: 2, in_group: 2 };
	expect(answer).toMatchObject({ name: 'A', created: true, summary });
	expect(bodiesOf('create-group')).toEqual([
		{ from_number: FROM, group: { name: 'A', participants: [ANA, BEN] } },
	]);
});

test('the answer tells of everybody who is missing, and is short enough to be read', async () => {
	const everybody = [...people(8), NOT_ON_WHATSAPP, 'my boss'].join(', ');
	const { answer, response } = await ask(group('A', everybody));
	expect(answer).toMatchObject({ summary: { people: 10, in_group: 8, missing: 2 } });
	expect(response).toContain('This number is not on WhatsApp');
	// Some 300 characters for each of ten people, and the group itself.
	expect(response?.length).toBeLessThan(5_000);
});

test('the same people in another order are no other group, another Unique Key is one', async () => {
	await engine.installDeduplication();
	const uniqueKey = "={{ $fromAI('Deal', 'Id of the deal', 'string') }}";
	await ask(
		[
			group('A', `${ANA}, ${BEN}`, { Deal: '1' }),
			group('A', `${BEN}, ${ANA}`, { Deal: '1' }),
			group('A', `${ANA}, ${BEN}`, { Deal: '2' }),
		],
		{ uniqueKey },
	);
	await engine.removeDeduplication();
	expect(groupNames()).toEqual(['A', 'A']);
});

test('a model that asks for several groups in one go gets them', async () => {
	const { answer } = await ask([group('A', ANA), group('B', ANA), group('C', BEN)]);
	expect(answer).toMatchObject({ name: 'C', created: true });
	expect(groupNames()).toEqual(['A', 'B', 'C']);
});

describe('an agent with several items, whose model says the same for each', () => {
	const AGENT = { name: 'Agent', type: 'engine.agent', parameters: { tool: 'Tool' } };
	// In older n8n the tool's expressions see the first item only.
	const workflows = [['in a loop', inLoop(AGENT)] as const, ['at once', chain(AGENT)] as const];

	test.each(workflows.slice(0, showsItem ? 2 : 1))('%s', async (_, { nodes, connections }) => {
		const parameters = { name: 'Onboarding', participants: '={{ $json.people }}' };
		const tool = node('Tool', 'group.create', parameters);
		const lists = [[ANA, BEN], [ANA, CARLOS], [CARLOS]];
		await runWorkflow(
			{
				nodes: [...nodes, { ...tool, type: `${tool.type}Tool` }],
				connections: { ...connections, ...partOf(AGENT, tool) },
			},
			lists.map((list) => ({ people: list })),
		);
		expect(groupNames()).toEqual(['Onboarding', 'Onboarding', 'Onboarding']);
		// Some n8n run them in the other order.
		expect(requestedPeople().sort()).toEqual([...lists].sort());
	});
});

test('a model that asks again, and n8n that does it by itself, get no second group', async () => {
	loseAnswer('create-group');
	hideGroups(6);
	const requests = [group('A', ANA), group('B', BEN), group('A', ANA)];
	const { answer } = await ask(requests, {}, RETRY);
	expect(answer).toMatchObject({ name: 'A', created: true, recovered: true });
	expect(callsOf('create-group')).toHaveLength(2);
	expect(groupNames()).toEqual(['A', 'B']);
});

describe('the message alone says what is wrong', () => {
	test.each([
		['no name', group('', ANA), 'Group Name is empty'],
		[
			'a name where a number belongs',
			group('A', 'Ana and Ben'),
			'Participants holds no phone number that can be used. Entry 1: "Ana and Ben" has no digits',
		],
	])('%s', async (_what, args, text) => {
		const { failure = '' } = await ask(args);
		expect(failure).toContain(text);
		expectPlainWords(failure.split('\n\nDetails: ')[0]);
		expect(sandbox.calls).toEqual([]);
	});

	test('nobody could be added', async () => {
		const options = { ifSomeoneIsMissing: 'failIfNobody' };
		const { said } = await ask(group('A', NOT_ON_WHATSAPP), options);
		expect(said).toContain('+447700900101 (not on WhatsApp)');
		expect(said).toContain(sandbox.world.groups[0]?.uuid ?? 'no group');
	});
});
