import type { IDataObject } from 'n8n-workflow';

import type { RunResult, WorkflowJson } from '../../engine/types.mts';
import { BY_MODEL, CONTINUE, RETRY, create, credentials, engine } from '../bench.mts';
import { retryOf, runTool, runWorkflow, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, OTHER_FROM, THREE, TWO, from, groups, lists } from '../data.mts';
import { members, people, sameGroup } from '../data.mts';
import { itemsOf } from '../results.mts';
import { addGroup, callsOf, changeListed, groupNames, hideGroups } from '../twoChat.mts';
import { loseAnswer, refuse } from '../twoChat.mts';
import { chain, node } from '../workflows.mts';

// What 2Chat has refused, lost or limited, in the same execution, its retry, and the next one.

useBench();

const NO = { success: false, error: true, error_message: 'No' };

/** Its phone is off: 2Chat answers every work with 410. */
const disconnect = () =>
	sandbox.world.numbers
		.filter(({ phoneNumber }) => phoneNumber === FROM)
		.forEach((number) => (number.connectionStatus = 'D'));

/** The run went well, and there is one group of each name. */
function expectBothMade({ error }: RunResult): void {
	expect(error?.message).toBeUndefined();
	expect(groupNames()).toEqual(['A', 'B']);
}

/** Two Creates, one behind the other, that send the same from different numbers. */
function salesAndSupport(parameters: IDataObject = {}): WorkflowJson {
	const createFrom = (name: string, number: string) =>
		node(name, 'group.create', {
			fromNumber: from(number),
			name: "={{ $('Start').item.json.name }}",
			participants: "={{ $('Start').item.json.people }}",
			...parameters,
		});
	return chain(createFrom('Sales', FROM), createFrom('Support', OTHER_FROM));
}

test('a Unique Key belongs to one node: a second Create for another group of the same deal makes its own group', async () => {
	await engine.installDeduplication();
	const options = { uniqueKey: "={{ $('Start').item.json.deal }}" };
	const fields = (kind: string) => ({
		options,
		name: `={{ '${kind} ' + $('Start').item.json.name }}`,
		participants: "={{ $('Start').item.json.people }}",
	});
	const workflow = chain(
		node('Client', 'group.create', fields('Client')),
		node('Team', 'group.create', fields('Team')),
	);
	const items = TWO.map((item) => ({ ...item, deal: `deal ${item.name}` }));
	const { nodes } = await runWorkflow(workflow, items);
	expect(groupNames()).toEqual(['Client A', 'Client B', 'Team A', 'Team B']);
	expect(itemsOf(nodes['Team']?.[0]?.outputs[0])).toMatchObject([
		{ name: 'Team A', created: true },
		{ name: 'Team B', created: true },
	]);
});

test('of two groups with one name the first was refused and is there: it is not made again', async () => {
	refuse('create-group', { bodyContains: ANA, when: 'after', status: 200, body: NO });
	// The first look does not show it, the one of the next try does.
	hideGroups(1);
	await create({}, sameGroup(ANA, BEN), { ...CONTINUE, ...RETRY });
	expect(groupNames()).toEqual(['A', 'A']);
	expect(callsOf('create-group')).toHaveLength(2);
});

test('a Unique Key of two nodes and two numbers stands for two groups, also under one name', async () => {
	await engine.installDeduplication();
	const options = { uniqueKey: "={{ $('Start').item.json.name }}" };
	const { nodes } = await runWorkflow(salesAndSupport({ options }), TWO);
	const own = { created: true, from_number: OTHER_FROM };
	expect(itemsOf(nodes['Support']?.[0]?.outputs[0])).toMatchObject([own, own]);
	expect(groupNames()).toEqual(['A', 'B', 'A', 'B']);
});

describe('a retry makes no finished group again', () => {
	test('of rows that are combined, from another sender', async () => {
		refuse('create-group', { nth: 2 });
		const byName = { groupItemsBy: 'name' };
		const failed = await create(byName, TWO);
		await create({ ...byName, fromNumber: from(OTHER_FROM) }, TWO, retryOf(failed));
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test('nor is the group of another node taken for it', async () => {
		const workflow = salesAndSupport();
		refuse('create-group', { nth: 3 });
		const failed = await runWorkflow(workflow, TWO);
		expect(failed.status).toBe('error');
		await engine.run(workflow, { credentials: credentials(), items: TWO, ...retryOf(failed) });
		expect(groupNames()).toEqual(['A', 'B', 'A', 'B']);
	});

	test('when Combine Items was corrected', async () => {
		refuse('create-group', { nth: 2 });
		const failed = await create({}, TWO);
		await create({ groupItemsBy: 'name' }, TWO, retryOf(failed));
		expect(groupNames()).toEqual(['A', 'B']);
	});
});

test('without 2Chat’s time a look is no proof that there is no group', async () => {
	const headers = { date: 'unknown' };
	refuse('create-group', { when: 'after', status: 200, body: NO, headers });
	const mutate = (answer: unknown) => answer;
	sandbox.fault({ operation: 'list-groups', effect: 'mutate', times: 0, mutate, headers });
	const { output } = await create({}, TWO, { ...CONTINUE, ...RETRY });
	expect(groupNames()).toEqual(['A', 'B']);
	expect(output).toMatchObject([
		{ error: expect.stringContaining('The group "A" may exist') as string },
		{ created: true },
	]);
});

describe('what was refused and not made may be corrected before the retry', () => {
	test('the name', async () => {
		const body = { success: false, error_message: 'The name is not allowed' };
		refuse('create-group', { status: 200, body, bodyContains: '"A"', times: 0 });
		const failed = await create({}, TWO);
		const again = await create({ name: '={{ $json.name }} 2' }, TWO, retryOf(failed));
		expect(again.error?.message).toBeUndefined();
		expect(groupNames()).toEqual(['A 2', 'B 2']);
	});

	test('the sender that is disconnected', async () => {
		disconnect();
		const failed = await create({}, TWO);
		expect(failed.error?.message).toContain('HTTP 410');
		const again = await create({ fromNumber: from(OTHER_FROM) }, TWO, retryOf(failed));
		expect(again.error?.message).toBeUndefined();
		const item = { from_number: OTHER_FROM, created: true };
		expect(again.output).toMatchObject([item, item]);
	});
});

describe.each([
	{ groupLimitStatus: 500, groupLimitText: 'created too many groups very quickly' },
	{ groupLimitStatus: 400, groupLimitText: 'CreateGroupError: rate-overlimit' },
	{ groupLimitStatus: 403, groupLimitText: 'Group creation limit reached for this number' },
])('after the daily limit (%j)', (limit) => {
	beforeEach(() => void Object.assign(sandbox.settings, limit, { groupsPerDay: 1 }));
	const aDayLater = () => void (sandbox.world.creations.length = 0);

	test('"go on tomorrow": the retry makes the group', async () => {
		const failed = await create({}, TWO);
		expect(failed.error?.message).toContain('"B" was not created');
		aDayLater();
		expectBothMade(await create({}, TWO, retryOf(failed)));
	});

	test('"or use another number": the retry makes the group', async () => {
		const failed = await create({}, TWO);
		expectBothMade(await create({ fromNumber: from(OTHER_FROM) }, TWO, retryOf(failed)));
	});

	test('the Unique Key is free again', async () => {
		await engine.installDeduplication();
		const options = { uniqueKey: '={{ $json.name }}' };
		await create({ options }, TWO);
		aDayLater();
		expectBothMade(await create({ options }, TWO));
	});
});

test('a number that is not connected makes no group that may exist, and uses up no Max Groups per Run', async () => {
	disconnect();
	const { output } = await create({ options: { maxGroups: 4 } }, groups(8), CONTINUE);
	const error = expect.not.stringMatching(/may exist|has created/) as string;
	expect(output).toMatchObject(groups(8).map(() => ({ error })));
	expect(groupNames()).toEqual([]);
});

test('a model may correct what 2Chat has refused', async () => {
	const body = { success: false, error_message: 'A participant is not valid' };
	refuse('create-group', { status: 200, body });
	const tool = await runTool('group.create', BY_MODEL, [
		{ Group_Name: 'A', Participants: `${ANA}, ${BEN}` },
		{ Group_Name: 'A', Participants: ANA },
	]);
	expect(tool.failure).toBeUndefined();
	expect(groupNames()).toEqual(['A']);
});

describe('known Unique Keys make no group, so Max Groups per Run does not count them', () => {
	beforeEach(async () => await engine.installDeduplication());

	test('when an error stops the run', async () => {
		const options = { uniqueKey: '={{ $json.name }}', maxGroups: 2 };
		await create({ options }, TWO);
		const { error, output } = await create({ options }, THREE);
		expect(error?.message).toBeUndefined();
		expect(output).toMatchObject([{ created: false }, { created: false }, { created: true }]);
	});

	test('rows with one key are one group', async () => {
		const options = { uniqueKey: 'one', maxGroups: 2 };
		const { error } = await create({ options }, sameGroup(ANA, BEN, CARLOS));
		expect(error?.message).toBeUndefined();
	});

	test('when the workflow goes on', async () => {
		const options = { uniqueKey: '={{ $json.name }}', maxGroups: 1 };
		await create({ options }, lists(ANA).concat(TWO.slice(1)), CONTINUE);
		await create({ options }, TWO.slice(1));
		const { output } = await create({ options }, [...THREE.slice(2), ...TWO], CONTINUE);
		expect(output).toMatchObject([{ created: true }, { created: false }, { created: false }]);
	});
});

test('Max Groups per Run holds in the retry of refusals inside a 2xx', async () => {
	refuse('create-group', { status: 200, body: NO, times: 0 });
	const failed = await create({ options: { maxGroups: 4 } }, groups(4), CONTINUE);
	expect(callsOf('create-group')).toHaveLength(4);
	sandbox.clearFaults();
	const options = { maxGroups: 2 };
	await create({ options }, groups(4), { ...CONTINUE, ...retryOf(failed) });
	expect(groupNames().length).toBeLessThanOrEqual(2);
});

describe('creations that nobody hears of again count once', () => {
	test('however often they are looked for', async () => {
		loseAnswer('create-group', { bodyContains: '"A"' });
		hideGroups();
		refuse('create-group', { bodyContains: '"B"', status: 403 });
		const { output } = await create({}, TWO, { ...CONTINUE, ...RETRY });
		expect(output[1]).toMatchObject({ created: true });
	});

	test('and only in a row', async () => {
		for (const bodyContains of ['"A"', '"C"']) loseAnswer('create-group', { bodyContains });
		refuse('create-group', { bodyContains: '"B"', when: 'after', status: 200, body: NO });
		changeListed((listed) => listed.filter((group) => group['wa_group_name'] === 'B'));
		const items = [...THREE, { name: 'D', people: ANA }];
		const { output } = await create({}, items, CONTINUE);
		expect(output).toMatchObject([{}, { recovered: true }, {}, { created: true }]);
	});
});

test('the description in the output is the one of the group', async () => {
	refuse('create-group', { nth: 2 });
	const failed = await create({ additionalFields: { description: 'Old' } });
	const again = await create({ additionalFields: { description: 'New' } }, TWO, retryOf(failed));
	expect(again.output.map(({ name, description }) => [name, description])).toEqual(
		sandbox.world.groups.map(({ name, description }) => [name, description]),
	);
});

describe('of an admin who may be in the group nobody says that they are outside', () => {
	const expectUnknown = (output: IDataObject[], admin: unknown) => {
		const reason = `${String(admin)} is not known to be in the group`;
		expect(output[0]).toMatchObject({ steps: { admins: { status: 'not_done', reason } } });
	};

	test('after a lost answer', async () => {
		const many = people(11);
		loseAnswer('add-participant', { times: 0 });
		const { output } = await create({ additionalFields: { admins: many[10] } }, lists(many, BEN));
		expectUnknown(output, many[10]);
	});

	test('in a group that was there', async () => {
		addGroup(members(ANA), { name: 'A', ownerPhoneNumber: BEN });
		const parameters = { additionalFields: { admins: ANA }, options: { ifGroupExists: 'use' } };
		const { output } = await create(parameters, lists([ANA, CARLOS], BEN), CONTINUE);
		expectUnknown(output, ANA);
	});
});

test('a second delivery with a known Unique Key does not say that nobody could be added', async () => {
	await engine.installDeduplication();
	sandbox.settings.membersShownAfterMs = 600_000;
	const options = { uniqueKey: '={{ $json.name }}', ifSomeoneIsMissing: 'failIfNobody' };
	await create({ options }, TWO);
	refuse('get-group', { times: 0 });
	const { output } = await create({ options }, TWO, CONTINUE);
	for (const { error } of output) expect(error).toBeUndefined();
});

test('a group whose age the list does not tell may be the one that was refused', async () => {
	refuse('create-group', { when: 'after', status: 200, body: NO });
	changeListed((listed) => listed.map(({ wa_created_at: _, created_at: __, ...group }) => group));
	await create({}, TWO, { ...CONTINUE, ...RETRY });
	expect(groupNames()).toEqual(['A', 'B']);
});
