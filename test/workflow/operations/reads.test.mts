import type { IDataObject } from 'n8n-workflow';

import { run, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, FROM, groupId, members } from '../data.mts';
import { linksOf } from '../results.mts';
import { addGroup, changeAnswers, expectRefused, groupOf, refuse } from '../twoChat.mts';
import { requests, say } from '../twoChat.mts';

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

describe('messages of a group (2chat-api.md 2.9)', () => {
	/** A group with so many, the oldest first. */
	function conversation(count: number): string {
		const uuid = addGroup(members(ANA));
		for (let index = 0; index < count; index++) say(uuid, `Message ${index}`);
		return uuid;
	}

	test.each([
		[{ returnAll: true }, 5_001, 101],
		[{ returnAll: false, limit: 60 }, 60, 2],
		[{ returnAll: false, limit: 5 }, 5, 1],
	])('%j gives the newest first, in as few calls as it takes', async (parameters, count, calls) => {
		const [long, short] = [conversation(5_001), conversation(1)];
		const items = [{ uuid: long }, { uuid: short }];
		const { output } = await run('group.getMessages', parameters, items);
		expect(output).toHaveLength(count + 1);
		expect(output[0]).toMatchObject({ text: 'Message 5000', phone_number: ANA, uuid: long });
		expect(output.at(-1)).toMatchObject({ text: 'Message 0', uuid: short });
		expect(requests().filter((request) => request.includes(long))).toHaveLength(calls);
		expect(requests()).toHaveLength(calls + 1);
	});

	test('are as many as there are when they carry the id of their group', async () => {
		const uuid = conversation(3);
		changeAnswers('group-messages', (answer) => {
			const { messages } = answer as { messages: IDataObject[] };
			return { messages: messages.map((message) => ({ ...message, id: uuid, uuid })) };
		});
		const { output } = await run('group.getMessages', { returnAll: true }, [{ uuid }, { uuid }]);
		expect(output.map(({ text }) => text)).toEqual([
			...['Message 2', 'Message 1', 'Message 0'],
			...['Message 2', 'Message 1', 'Message 0'],
		]);
	});

	test('Since leaves out what is older, and what is no date is refused', async () => {
		const uuid = conversation(3);
		const getSince = async (...dates: string[]) =>
			await run(
				'group.getMessages',
				{ returnAll: true, filters: { since: '={{ $json.since }}' } },
				dates.map((since) => ({ uuid, since })),
			);
		const { output } = await getSince('2999-01-01', '2000-01-01');
		expect(output).toHaveLength(3);
		sandbox.calls.length = 0;
		const refused = await getSince('yesterday', 'yesterday');
		expectRefused(refused, /Since: "yesterday" is not a date/);
	});
});

test('the groups of a number are listed once for a Sync of rows with two kinds of id', async () => {
	const uuid = addGroup(members(ANA));
	const waGroupId = groupOf(uuid)?.waGroupId ?? '';
	const parameters = { groupId: groupId('={{ $json.id }}'), options: { previewOnly: true } };
	const items = [waGroupId, uuid].map((id) => ({ id, people: ANA }));
	await run('participant.sync', parameters, items);
	expect(requests()).toEqual([`GET /whatsapp/groups/${FROM}`, `GET /whatsapp/group/${uuid}`]);
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
