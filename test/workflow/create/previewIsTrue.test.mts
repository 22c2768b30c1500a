import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, create, engine, runWorkflow, useBench } from '../bench.mts';
import { ANA, BEN, TWO, groups, sameGroup } from '../data.mts';
import { writes } from '../twoChat.mts';
import { chain, node } from '../workflows.mts';

// What a preview says of each group is what the same run does: create it, use one that is there, or fail.

useBench();

beforeEach(async () => await engine.installDeduplication());

const BY_NAME = { uniqueKey: '={{ $json.name }}' };

const wayOf = ({ error, plan, created }: IDataObject) => {
	if (error !== undefined) return 'error';
	return plan === undefined ? created : (plan as IDataObject)['creates_group'];
};

async function expectToKeepItsWord(items: IDataObject[], options: IDataObject): Promise<void> {
	const preview = await create({ options: { ...options, previewOnly: true } }, items, CONTINUE);
	expect(writes()).toEqual([]);
	const { output } = await create({ options }, items, CONTINUE);
	expect(preview.output.map(wayOf)).toEqual(output.map(wayOf));
}

test.each(['create', 'use', 'stop'])(
	'beyond Max Groups per Run, with %s',
	async (ifGroupExists) => await expectToKeepItsWord(groups(4), { maxGroups: 2, ifGroupExists }),
);

test.each([{ ifGroupExists: 'use' }, { ifGroupExists: 'stop' }, { uniqueKey: 'one' }])(
	'of two rows with one name and %j',
	async (options) => {
		await expectToKeepItsWord(sameGroup(ANA, BEN), options);
	},
);

test('with a new Unique Key', async () => await expectToKeepItsWord(TWO, BY_NAME));

test('with a Unique Key where n8n keeps no keys', async () => {
	await engine.removeDeduplication();
	await expectToKeepItsWord(TWO, BY_NAME);
});

test('names the groups of the plan alone, whatever another node has created', async () => {
	const fields = { name: '={{ $json.name ?? $json.uuid }}', participants: ANA };
	const first = node('First', 'group.create', fields);
	const options = { previewOnly: true, maxGroups: 2 };
	const second = node('Second', 'group.create', { ...fields, options });
	const { error } = await runWorkflow(chain(first, second), groups(3));
	expect(error?.message).toContain('would create 3 groups');
});
