import type { IDataObject } from 'n8n-workflow';

import type { NodeSettings, WorkflowJson } from '../../engine/types.mts';
import { FROM, useBench, people } from '../create/harness.mts';
import { CREATION_OF_A, FROM_FIELDS, HIDDEN, namesOf, requestedNames, TWO } from './support.mts';

// The retry that people build themselves: the error output leads back to the node, with a pause between.

const bench = useBench();

const to = (node: string) => [{ node, type: 'main', index: 0 }];

/** The error output goes through some nodes back to "Groups". */
function loop(
	parameters: IDataObject,
	between: string[],
	settings: NodeSettings = {},
): WorkflowJson {
	const steps = between.map((type, index) => ({ name: `Step ${index}`, type }));
	const path = [...steps.map(({ name }) => name), 'Groups'];
	return {
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			{
				name: 'Groups',
				type: 'n8n-nodes-2chat-groups.twoChatGroups',
				parameters: {
					resource: 'group',
					operation: 'create',
					fromNumber: { __rl: true, mode: 'phone', value: FROM },
					...parameters,
				},
				onError: 'continueErrorOutput',
				...settings,
			},
			{ name: 'Done', type: 'n8n-nodes-base.noOp' },
			...steps,
		],
		connections: {
			Start: { main: [to('Groups')] },
			Groups: { main: [to('Done'), to(path[0] ?? '')] },
			...Object.fromEntries(
				steps.map(({ name }, index) => [name, { main: [to(path[index + 1] ?? '')] }]),
			),
		},
	};
}

async function run(json: WorkflowJson, items: IDataObject[] = TWO) {
	const { apiKey, baseUrl } = bench.sandbox;
	return await bench.engine.run(json, {
		items,
		credentials: { twoChatGroupsApi: { apiKey, baseUrl } },
	});
}

const STRICT = { ...FROM_FIELDS, options: { ifSomeoneIsMissing: 'failIfAnyone' } };
const WAIT = ['n8n-nodes-base.wait'];

test.each([
	// Hidden for longer than all looks of the first try.
	['an answer that was lost', { when: 'after', effect: 'reset' }, 7],
	['a gateway that gave up', { when: 'after', effect: 'html', status: 504 }, 7],
	['a refusal after the group was created', { when: 'after', effect: 'answer', status: 410 }, 0],
	['a busy number', { when: 'after', effect: 'answer', status: 486 }, 0],
	[
		"a refusal in the library's words",
		{ when: 'after', effect: 'answer', status: 200, body: { success: false, message: 'No' } },
		0,
	],
] as const)('after %s there is one group of each name', async (_, fault, hidden) => {
	const { sandbox } = bench;
	sandbox.fault({ ...CREATION_OF_A, ...fault });
	if (hidden > 0) sandbox.fault({ ...HIDDEN, times: hidden });
	await run(loop(FROM_FIELDS, WAIT));
	expect(namesOf(sandbox).sort()).toEqual(['A', 'B']);
});

test.each([
	['a pause', WAIT],
	['several nodes', ['n8n-nodes-base.wait', 'n8n-nodes-base.noOp']],
])(
	'a group that exists, with somebody missing, is not created again through %s',
	async (_, between) => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'add-participant', times: 2, effect: 'answer', status: 402 });
		const items = [
			{ name: 'A', people: people(12) },
			{ name: 'B', people: ['+18647351567'] },
		];
		const { nodes } = await run(loop(STRICT, between), items);
		expect(namesOf(sandbox).sort()).toEqual(['A', 'B']);
		expect(requestedNames(sandbox).sort()).toEqual(['A', 'B']);
		const done = (nodes['Done'] ?? []).flatMap(({ outputs }) => outputs[0] ?? []);
		expect(done.map(({ json }) => json['name']).sort()).toEqual(['A', 'B']);
	},
);

test('where a node forgets where its items come from, the same request is still known', async () => {
	const { sandbox } = bench;
	sandbox.fault({ ...CREATION_OF_A, when: 'after', effect: 'reset' });
	sandbox.fault({ ...HIDDEN, times: 7 });
	await run(
		loop({ ...FROM_FIELDS }, ['n8n-nodes-base.aggregate', 'n8n-nodes-base.splitOut']),
		TWO,
	).catch(() => undefined);
	expect(namesOf(sandbox).filter((name) => name === 'A')).toHaveLength(1);
});

test('what comes of a group that was created is a new request', async () => {
	const { sandbox } = bench;
	const json = loop(
		{ ...FROM_FIELDS, name: '={{ $runIndex < 2 ? "Round " + $runIndex : "" }}' },
		WAIT,
	);
	json.connections = {
		Start: { main: [to('Groups')] },
		Groups: { main: [to('Step 0'), to('Done')] },
		'Step 0': { main: [to('Groups')] },
	};
	json.nodes = json.nodes.map((node) =>
		node.name === 'Groups'
			? { ...node, parameters: { ...node.parameters, participants: '+17137157533' } }
			: node,
	);
	await run(json, [{}]);
	expect(namesOf(sandbox)).toEqual(['Round 0', 'Round 1']);
});
