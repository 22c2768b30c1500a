import type { IDataObject } from 'n8n-workflow';

import type { RunResult } from '../../engine/types.mts';
import type { OperationName } from '../bench.mts';
import { ERROR_OUTPUT, runWorkflow, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, NO_GROUP, groupId } from '../data.mts';
import { bodiesOf, groupNames } from '../twoChat.mts';
import { START, node, to } from '../workflows.mts';

// A node right behind Create: 2Chat may not know the new group's id yet (2chat-api.md 7.10).

useBench();

const NEXT: Array<[operation: OperationName, parameters: IDataObject]> = [
	['group.get', {}],
	['group.update', { updateFields: { description: 'Welcome', pictureUrl: 'https://a.co/a.png' } }],
	['group.sendMessage', { text: 'Hello' }],
	['participant.add', { participants: BEN }],
	['participant.getAll', {}],
	['participant.promote', { participants: ANA }],
	['participant.sync', { participants: `${ANA}, ${BEN}` }],
];

async function createThen(operation: OperationName, parameters: IDataObject): Promise<RunResult> {
	return await runWorkflow(
		{
			nodes: [
				START,
				node('Create', 'group.create', { participants: ANA }, ERROR_OUTPUT),
				node('Next', operation, parameters, ERROR_OUTPUT),
			],
			connections: { Start: { main: [to('Create')] }, Create: { main: [to('Next')] } },
		},
		[{ name: 'A' }, { name: 'B' }],
	);
}

const tooEarly = () => sandbox.calls.filter(({ status }) => status === 404);

/** 2Chat knows each group once it was asked for in vain. */
function knowWhoWasAskedFor(): void {
	const asked = JSON.stringify(tooEarly());
	for (const handle of sandbox.world.groups.flatMap(({ handles }) => handles)) {
		if (asked.includes(handle.uuid)) handle.readableFrom = handle.usableFrom = 0;
	}
}

test.each(NEXT)('%s waits for a group that the node before has made', async (name, parameters) => {
	Object.assign(sandbox.settings, { readableAfterMs: 600_000, usableAfterMs: 600_000 });
	sandbox.world.onChange.add(knowWhoWasAskedFor);
	const { nodes } = await createThen(name, parameters);
	const [done = [], failed = []] = nodes['Next']?.[0]?.outputs ?? [];
	expect(failed).toEqual([]);
	expect(done.length).toBeGreaterThanOrEqual(2);
	// For each of the two groups.
	expect(tooEarly().length).toBeGreaterThanOrEqual(2);
	expect(groupNames()).toEqual(['A', 'B']);
});

test('a group that is not of this execution is not waited for', async () => {
	const { nodes } = await createThen('group.sendMessage', {
		text: 'Hello',
		groupId: groupId(NO_GROUP),
	});
	const [done, failed = []] = nodes['Next']?.[0]?.outputs ?? [];
	expect(done).toEqual([]);
	expect(failed).toHaveLength(2);
	expect(bodiesOf('send-message')).toHaveLength(2);
});
