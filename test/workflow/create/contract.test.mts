import { BY_ITEM, FROM, useBench, people } from './harness.mts';

// The contract of 2chat-api.md 2.1: one request and one item for each input item.

const bench = useBench();

describe('one item, one request, one group', () => {
	test('sends the documented body and nothing else, item by item', async () => {
		const { output, outputs, status } = await bench.create(
			{ ...BY_ITEM, additionalFields: { description: '={{ $json.about }}' } },
			[
				{
					name: 'My cool WhatsApp group',
					people: ['+17137157533', '+18647351567'],
					about: 'cool group',
				},
				{ name: 'Second', people: '+447700176576', about: '' },
			],
		);
		expect(status).toBe('success');
		expect(bench.sandbox.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'POST /whatsapp/group/create',
			'POST /whatsapp/group/create',
		]);
		expect(bench.createBodies()).toEqual([
			{
				from_number: FROM,
				group: {
					name: 'My cool WhatsApp group',
					description: 'cool group',
					participants: ['+17137157533', '+18647351567'],
				},
			},
			{ from_number: FROM, group: { name: 'Second', participants: ['+447700176576'] } },
		]);
		expect(output.map(({ name }) => name)).toEqual(['My cool WhatsApp group', 'Second']);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test('maps the documented answer', async () => {
		// The example of 2Chat's page (2chat-api.md 2.1), word for word.
		const documented = {
			success: true,
			group: {
				name: 'My cool WhatsApp group',
				wa_group_id: '120363777777777777@g.us',
				participants: {
					'+595981048477': {
						statusCode: 200,
						message: 'The participant was added successfully',
						isGroupCreator: true,
						isInviteV4Sent: false,
					},
					'+17137157533': {
						statusCode: 200,
						message: 'The participant was added successfully',
						isGroupCreator: false,
						isInviteV4Sent: false,
					},
					'+18647351567': {
						statusCode: 200,
						message: 'The participant was added successfully',
						isGroupCreator: false,
						isInviteV4Sent: false,
					},
				},
				accepted_numbers: ['+17137157533', '+18647351567'],
				unaccepted_numbers: [],
				uuid: 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6',
			},
		};
		bench.sandbox.fault({
			operation: 'create-group',
			effect: 'answer',
			status: 200,
			body: documented,
		});
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'My cool WhatsApp group', people: ['+17137157533', '+18647351567'] },
			{ name: 'Another', people: ['+17137157533'] },
		]);
		const added = {
			outcome: 'added',
			status_code: 200,
			message: 'The participant was added successfully',
			invite_sent: false,
			is_admin: false,
			next_step: null,
		};
		expect(output[0]).toMatchObject({
			uuid: 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6',
			wa_group_id: '120363777777777777@g.us',
			name: 'My cool WhatsApp group',
			from_number: FROM,
			accepted_numbers: ['+17137157533', '+18647351567'],
			unaccepted_numbers: [],
			created: true,
			participants: [
				{ ...added, phone_number: '+17137157533', input: '+17137157533' },
				{ ...added, phone_number: '+18647351567', input: '+18647351567' },
			],
		});
		expect(output[1]?.['name']).toBe('Another');
	});

	test('carries the key in the one header, and nowhere else', async () => {
		const { stored } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: '+17137157533' },
			{ name: 'B', people: '+18647351567' },
		]);
		expect(bench.callsOf('create-group').map(({ status }) => status)).toEqual([200, 200]);
		expect(bench.sandbox.calls.filter(({ keyLeaked }) => keyLeaked)).toEqual([]);
		expect(stored).not.toContain(bench.sandbox.apiKey);
	});

	test('takes two hundred items, each with its own group', async () => {
		bench.sandbox.settings.groupsPerDay = 0;
		const items = people(200).map((number, index) => ({ name: `Group ${index}`, people: number }));
		const { outputs } = await bench.create({ ...BY_ITEM, options: { maxGroups: 0 } }, items);
		expect(bench.createBodies()).toEqual(
			items.map(({ name, people: number }) => ({
				from_number: FROM,
				group: { name, participants: [number] },
			})),
		);
		const uuids = new Map(bench.sandbox.world.groups.map(({ name, uuid }) => [name, uuid]));
		expect(outputs[0]?.map(({ json }) => json['uuid'])).toEqual(
			items.map(({ name }) => uuids.get(name)),
		);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
	});

	test.each([200, 201, 202] as const)('takes %d for a success', async (status) => {
		bench.sandbox.settings.createStatus = status;
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: '+17137157533' },
			{ name: 'B', people: '+18647351567' },
		]);
		expect(output.map(({ created }) => created)).toEqual([true, true]);
	});

	test('works where n8n gives the execution no id, as for a tool over MCP', async () => {
		const { status, output } = await bench.create(
			{ ...BY_ITEM },
			[
				{ name: 'A', people: '+17137157533' },
				{ name: 'B', people: '+18647351567' },
			],
			{ executionId: null },
		);
		expect(status).toBe('success');
		expect(output.map(({ created }) => created)).toEqual([true, true]);
		expect(bench.groupNames()).toEqual(['A', 'B']);
	});
});
