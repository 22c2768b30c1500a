import type { IDataObject } from 'n8n-workflow';

import type { RunResult } from '../../engine/types.mts';
import { WAITS_TO_MEASURE } from '../create/harness.mts';
import { ANA, BEN, credentialsOf, from, FROM, group, useBench } from './harness.mts';

// A node right behind Create: 2Chat may not know the new group's id yet (2chat-api.md 7.10).

const bench = useBench(WAITS_TO_MEASURE);

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

test.each(NEXT)('%s waits for a group that the node before has made', async (name, parameters) => {
	Object.assign(bench.sandbox.settings, { readableAfterMs: 200, usableAfterMs: 200 });
	const { nodes } = await createThen(name, parameters);
	const [done = [], failed = []] = nodes['Next']?.[0]?.outputs ?? [];
	expect(failed).toEqual([]);
	expect(done.length).toBeGreaterThanOrEqual(2);
	// For each of the two groups.
	const tooEarly = bench.sandbox.calls.filter(({ status }) => status === 404);
	expect(tooEarly.length).toBeGreaterThanOrEqual(2);
	expect(bench.sandbox.world.groups.map((one) => one.name)).toEqual(['A', 'B']);
});

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
