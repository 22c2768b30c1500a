import type { IDataObject } from 'n8n-workflow';

import { run, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, FROM, from, groupId, members } from '../data.mts';
import { linksOf } from '../results.mts';
import { addGroup, changeAnswers, groupOf, refuse, requests, say } from '../twoChat.mts';

// What is read is whole, is asked for once, and is told as a read.

useBench();

describe('a list of which the next page is only a guess', () => {
	const twentyGroups = () => {
		for (let index = 0; index < 20; index++) addGroup([], { name: `Group ${index}` });
		sandbox.settings.groupPageCap = 10;
	};

	test.each([402, 429, 503])('fails when that page ends with %i', async (status) => {
		twentyGroups();
		refuse('list-groups', { nth: 2, times: 0, status });
		const { error, output } = await run('group.getAll', { returnAll: true }, [{}, {}]);
		expect(error?.message).toContain(`HTTP ${status}`);
		expect(output).toEqual([]);
	});

	test('fails when that page cannot be read', async () => {
		twentyGroups();
		sandbox.fault({ operation: 'list-groups', nth: 2, effect: 'html', status: 200 });
		const { error, output } = await run('group.getAll', { returnAll: true }, [{}, {}]);
		expect(error?.message).toContain('something that is not JSON');
		expect(output).toEqual([]);
	});

	test.each([400, 404, 422])('is whole when 2Chat knows no such page (%i)', async (status) => {
		twentyGroups();
		refuse('list-groups', { nth: 2, status });
		const { output } = await run('group.getAll', { returnAll: true }, [{}, {}]);
		expect(output).toHaveLength(20);
	});
});

test('messages that carry the id of their group are as many as there are', async () => {
	const uuid = addGroup(members(ANA));
	for (const text of ['one', 'two', 'three']) say(uuid, text);
	changeAnswers('group-messages', (answer) => {
		const { messages } = answer as { messages: IDataObject[] };
		return { messages: messages.map((message) => ({ ...message, id: uuid, uuid })) };
	});
	const { output } = await run('group.getMessages', { returnAll: true }, [{ uuid }, { uuid }]);
	expect(output.map(({ text }) => text)).toEqual(['three', 'two', 'one', 'three', 'two', 'one']);
});

test('Return All gives more than 5,000 messages', async () => {
	const uuid = addGroup(members(ANA));
	for (let index = 0; index < 5_001; index++) say(uuid, `Message ${index}`);
	const { output } = await run('group.getMessages', { returnAll: true }, [{ uuid }]);
	expect(output).toHaveLength(5_001);
});

test('the groups of a number are listed once for a Sync of rows with two kinds of id', async () => {
	const uuid = addGroup(members(ANA));
	const waGroupId = groupOf(uuid)?.waGroupId ?? '';
	const parameters = { groupId: groupId('={{ $json.id }}'), options: { previewOnly: true } };
	const items = [waGroupId, uuid].map((id) => ({ id, people: ANA }));
	const { output } = await run('participant.sync', parameters, items);
	expect(requests()).toEqual([`GET /whatsapp/groups/${FROM}`, `GET /whatsapp/group/${uuid}`]);
	sandbox.calls.length = 0;
	await run('participant.sync', { ...parameters, options: {} }, items);
	expect(output).toMatchObject([{ plan: { credits: sandbox.calls.length } }]);
});

test.each(['hang', 'reset'] as const)(
	'a read without an answer (%s) says that nothing was changed',
	async (effect) => {
		sandbox.fault({ operation: 'check-number', effect, times: 0 });
		const parameters = { phoneNumbers: ANA, options: { timeout: 1 } };
		const { error } = await run('phoneNumber.check', parameters, [{}, {}]);
		expect(error?.description).toContain('Nothing was changed');
		expect(error?.description).not.toContain('whether it was done');
	},
);

test('an answer without an account is no account', async () => {
	sandbox.fault({ operation: 'info', effect: 'answer', status: 200, body: {}, times: 0 });
	for (const simplify of [true, false]) {
		const { error } = await run('account.get', { simplify }, [{}, {}]);
		expect(error?.message).toBe('2Chat answered without the account');
	}
});

test.each(['Wagner', 'WGP-Team'])('the name %s is no id of a group', async (name) => {
	const parameters = { groupId: groupId(`={{ "${name}" }}`), fromNumber: from(FROM) };
	const { error } = await run('group.get', parameters, [{}, {}]);
	expect(error?.message).toBe(`Group: "${name}" is not a group id`);
	expect(requests()).toEqual([]);
});

test.each([
	['group.get', {}],
	['participant.getAll', {}],
	['participant.add', { participants: ANA, options: { previewOnly: true } }],
] as const)(
	'%s reads each group once, however many items name it',
	async (operation, parameters) => {
		const uuids = [addGroup(members(ANA)), addGroup(members(ANA, BEN))];
		const items = [...uuids, ...uuids].map((uuid) => ({ uuid }));
		const { outputs } = await run(operation, parameters, items);
		expect(new Set(linksOf(outputs[0]))).toEqual(new Set([0, 1, 2, 3]));
		expect(requests()).toEqual(uuids.map((uuid) => `GET /whatsapp/group/${uuid}`));
	},
);
