import { create, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, TWO, groups } from '../data.mts';
import { linksOf } from '../results.mts';
import { bodiesOf, callsOf, groupNames, requests } from '../twoChat.mts';

// The contract of 2chat-api.md 2.1: one request and one item for each input item.

useBench();

describe('one item, one request, one group', () => {
	test('sends the documented body and nothing else, item by item', async () => {
		const { output, outputs, status } = await create(
			{ additionalFields: { description: '={{ $json.about }}' } },
			[
				{
					name: 'My cool WhatsApp group',
					people: [ANA, BEN],
					about: 'cool group',
				},
				{ name: 'Second', people: CARLOS, about: '' },
			],
		);
		expect(status).toBe('success');
		expect(requests()).toEqual(['POST /whatsapp/group/create', 'POST /whatsapp/group/create']);
		expect(bodiesOf('create-group')).toEqual([
			{
				from_number: FROM,
				group: {
					name: 'My cool WhatsApp group',
					description: 'cool group',
					participants: [ANA, BEN],
				},
			},
			{ from_number: FROM, group: { name: 'Second', participants: [CARLOS] } },
		]);
		expect(output.map(({ name }) => name)).toEqual(['My cool WhatsApp group', 'Second']);
		expect(linksOf(outputs[0])).toEqual([0, 1]);
	});

	test('maps the documented answer', async () => {
		// The example of 2Chat's page (2chat-api.md 2.1), word for word.
		const documented = {
			success: true,
			group: {
				name: 'My cool WhatsApp group',
				wa_group_id: '120363777777777777@g.us',
				participants: {
					[FROM]: {
						statusCode: 200,
						message: 'The participant was added successfully',
						isGroupCreator: true,
						isInviteV4Sent: false,
					},
					[ANA]: {
						statusCode: 200,
						message: 'The participant was added successfully',
						isGroupCreator: false,
						isInviteV4Sent: false,
					},
					[BEN]: {
						statusCode: 200,
						message: 'The participant was added successfully',
						isGroupCreator: false,
						isInviteV4Sent: false,
					},
				},
				accepted_numbers: [ANA, BEN],
				unaccepted_numbers: [],
				uuid: 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6',
			},
		};
		sandbox.fault({
			operation: 'create-group',
			effect: 'answer',
			status: 200,
			body: documented,
		});
		const { output } = await create({}, [
			{ name: 'My cool WhatsApp group', people: [ANA, BEN] },
			{ name: 'Another', people: [ANA] },
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
			accepted_numbers: [ANA, BEN],
			unaccepted_numbers: [],
			created: true,
			participants: [
				{ ...added, phone_number: ANA, input: ANA },
				{ ...added, phone_number: BEN, input: BEN },
			],
		});
		expect(output[1]?.['name']).toBe('Another');
	});

	test('carries the key in the one header, and nowhere else', async () => {
		const { stored } = await create();
		expect(callsOf('create-group').map(({ status }) => status)).toEqual([200, 200]);
		expect(sandbox.calls.filter(({ keyLeaked }) => keyLeaked)).toEqual([]);
		expect(stored).not.toContain(sandbox.apiKey);
	});

	test('takes two hundred items, each with its own group', async () => {
		sandbox.settings.groupsPerDay = 0;
		const items = groups(200);
		const { outputs } = await create({ options: { maxGroups: 0 } }, items);
		expect(bodiesOf('create-group')).toEqual(
			items.map(({ name, people: number }) => ({
				from_number: FROM,
				group: { name, participants: [number] },
			})),
		);
		const uuids = new Map(sandbox.world.groups.map(({ name, uuid }) => [name, uuid]));
		expect(outputs[0]?.map(({ json }) => json['uuid'])).toEqual(
			items.map(({ name }) => uuids.get(name)),
		);
		expect(linksOf(outputs[0])).toEqual(items.map((_, index) => index));
	});

	test.each([200, 201, 202] as const)('takes %d for a success', async (status) => {
		sandbox.settings.createStatus = status;
		const { output } = await create();
		expect(output.map(({ created }) => created)).toEqual([true, true]);
	});

	test('works where n8n gives the execution no id, as for a tool over MCP', async () => {
		const { status, output } = await create({}, TWO, { executionId: null });
		expect(status).toBe('success');
		expect(output.map(({ created }) => created)).toEqual([true, true]);
		expect(groupNames()).toEqual(['A', 'B']);
	});
});
