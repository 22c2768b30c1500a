import type { IDataObject } from 'n8n-workflow';

import { ERROR_OUTPUT, runWorkflow, sandbox, useBench, type OperationName } from '../bench.mts';
import { ANA, BEN, NO_GROUP, groupId } from '../data.mts';
import { bodiesOf, changeAnswers, groupNames } from '../twoChat.mts';
import { chain, node } from '../workflows.mts';

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

/** What comes out of that node: what it did, and what failed. */
async function createThen(operation: OperationName, parameters: IDataObject) {
	const workflow = chain(
		node('Create', 'group.create', { participants: ANA }, ERROR_OUTPUT),
		node('Next', operation, parameters, ERROR_OUTPUT),
	);
	const { nodes } = await runWorkflow(workflow, [{ name: 'A' }, { name: 'B' }]);
	const [done = [], failed = []] = nodes['Next']?.[0]?.outputs ?? [];
	return { done, failed };
}

/** 2Chat does not know a new group in the first two calls about it, wherever they name it. */
function hideNewGroups(): void {
	changeAnswers('create-group', (answer) => {
		const { uuid } = (answer as { group: { uuid: string } }).group;
		const unknown = { times: 2, effect: 'answer', status: 404 } as const;
		sandbox.fault({ ...unknown, path: uuid });
		sandbox.fault({ ...unknown, bodyContains: uuid });
		return answer;
	});
}

test.each(NEXT)(
	'%s waits for a group that the node before has created',
	async (name, parameters) => {
		hideNewGroups();
		const { done, failed } = await createThen(name, parameters);
		expect(failed).toEqual([]);
		expect(done.length).toBeGreaterThanOrEqual(2);
		expect(sandbox.calls.filter(({ status }) => status === 404)).toHaveLength(4);
		expect(groupNames()).toEqual(['A', 'B']);
	},
);

test('a group that is not of this execution is not waited for', async () => {
	const parameters = { text: 'Hello', groupId: groupId(NO_GROUP) };
	const { done, failed } = await createThen('group.sendMessage', parameters);
	expect(done).toEqual([]);
	expect(failed).toHaveLength(2);
	expect(bodiesOf('send-message')).toHaveLength(2);
});
