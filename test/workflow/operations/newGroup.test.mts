import type { IDataObject } from 'n8n-workflow';

import type { RunResult } from '../../engine/types.mts';
import { ANA, BEN, credentialsOf, from, FROM, group, useBench } from './harness.mts';

// A node right behind Create: 2Chat may not know the new group's id yet (2chat-api.md 7.10).

const bench = useBench();

const NEXT: Array<[operation: string, parameters: IDataObject]> = [
	['group.get', {}],
	['group.update', { updateFields: { description: 'Welcome', pictureUrl: 'https://a.co/a.png' } }],
	['group.sendMessage', { text: 'Hello' }],
	['participant.add', { participants: BEN }],
	['participant.getAll', {}],
	['participant.promote', { participants: ANA }],
	['participant.sync', { participants: `${ANA}, ${BEN}` }],
];

async function createThen(operation: string, parameters: IDataObject): Promise<RunResult> {
	const node = (name: string, [resource, action]: string[], more: IDataObject) => ({
		name,
		type: 'n8n-nodes-2chat-groups.twoChatGroups',
		parameters: { resource, operation: action, fromNumber: from(FROM), ...more },
		onError: 'continueErrorOutput' as const,
	});
	const to = (name: string) => [[{ node: name, type: 'main', index: 0 }]];
	return await bench.engine.run(
		{
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				node('Create', ['group', 'create'], { name: '={{ $json.name }}', participants: ANA }),
				node('Next', operation.split('.'), {
					groupId: group('={{ $json.uuid }}'),
					...parameters,
				}),
			],
			connections: { Start: { main: to('Create') }, Create: { main: to('Next') } },
		},
		{ items: [{ name: 'A' }, { name: 'B' }], credentials: credentialsOf(bench.sandbox) },
	);
}

/** 2Chat does not know a new group in the first two calls about it, wherever they name it. */
function hideNewGroups(): void {
	bench.sandbox.fault({
		operation: 'create-group',
		times: 0,
		effect: 'mutate',
		mutate: (answer) => {
			const { uuid } = (answer as { group: { uuid: string } }).group;
			const unknown = { times: 2, effect: 'answer', status: 404 } as const;
			bench.sandbox.fault({ ...unknown, path: uuid });
			bench.sandbox.fault({ ...unknown, bodyContains: uuid });
			return answer;
		},
	});
}

test.each(NEXT)(
	'%s waits for a group that the node before has created',
	async (name, parameters) => {
		hideNewGroups();
		const { nodes } = await createThen(name, parameters);
		const [done = [], failed = []] = nodes['Next']?.[0]?.outputs ?? [];
		expect(failed).toEqual([]);
		expect(done.length).toBeGreaterThanOrEqual(2);
		expect(bench.sandbox.calls.filter(({ status }) => status === 404)).toHaveLength(4);
		expect(bench.sandbox.world.groups.map((one) => one.name)).toEqual(['A', 'B']);
	},
);

test('a group that is not of this execution is not waited for', async () => {
	const NO_GROUP = 'WAG00000000-0000-4000-8000-000000000000';
	const { nodes } = await createThen('group.sendMessage', {
		text: 'Hello',
		groupId: group(NO_GROUP),
	});
	const [done, failed = []] = nodes['Next']?.[0]?.outputs ?? [];
	expect(done).toEqual([]);
	expect(failed).toHaveLength(2);
	expect(bench.bodiesOf('send-message')).toHaveLength(2);
});
