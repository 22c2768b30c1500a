import { create, credentials, engine, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, TWO } from '../data.mts';
import { linksOf } from '../results.mts';
import { answerWith, bodiesOf, groupNames, requests } from '../twoChat.mts';
import { node } from '../workflows.mts';

// The contract of 2chat-api.md 2.1: one request and one item for each input item.

useBench();

describe('one item, one request, one group', () => {
	test('sends the documented body and nothing else, item by item', async () => {
		const { output, outputs, status } = await create(
			{ additionalFields: { description: '={{ $json.about }}' } },
			[
				{ name: 'My cool WhatsApp group', people: [ANA, BEN], about: 'cool group' },
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
		expect(output).toMatchObject([{ name: 'My cool WhatsApp group' }, { name: 'Second' }]);
		expect(linksOf(outputs[0])).toEqual([0, 1]);
	});

	test('maps the documented answer', async () => {
		// The example of 2Chat's page (2chat-api.md 2.1), word for word.
		const message = 'The participant was added successfully';
		const member = { statusCode: 200, message, isGroupCreator: false, isInviteV4Sent: false };
		const group = {
			name: 'My cool WhatsApp group',
			wa_group_id: '120363777777777777@g.us',
			accepted_numbers: [ANA, BEN],
			unaccepted_numbers: [],
			uuid: 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6',
		};
		const creator = { ...member, isGroupCreator: true };
		const participants = { [FROM]: creator, [ANA]: member, [BEN]: member };
		answerWith('create-group', { success: true, group: { ...group, participants } });
		const { output } = await create({}, [
			{ name: group.name, people: [ANA, BEN] },
			{ name: 'Another', people: [ANA] },
		]);
		const added = {
			outcome: 'added',
			status_code: 200,
			message,
			invite_sent: false,
			is_admin: false,
			next_step: null,
		};
		expect(output).toMatchObject([
			{
				...group,
				from_number: FROM,
				created: true,
				participants: [
					{ ...added, phone_number: ANA, input: ANA },
					{ ...added, phone_number: BEN, input: BEN },
				],
			},
			{ name: 'Another' },
		]);
	});

	test.each([200, 201, 202] as const)('takes %d for a success', async (status) => {
		sandbox.settings.createStatus = status;
		const { output } = await create();
		expect(output).toMatchObject([{ created: true }, { created: true }]);
	});

	test('works where the node is run on its own, without a node before it', async () => {
		const alone = node('Groups', 'group.create');
		const options = { credentials: credentials(), startNode: 'Groups', items: TWO };
		const { status } = await engine.run({ nodes: [alone], connections: {} }, options);
		expect(status).toBe('success');
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test('works where n8n gives the execution no id, as for a tool over MCP', async () => {
		const { output } = await create({}, TWO, { executionId: null });
		expect(output).toMatchObject([{ created: true }, { created: true }]);
		expect(groupNames()).toEqual(['A', 'B']);
	});
});
