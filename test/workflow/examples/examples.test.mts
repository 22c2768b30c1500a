import type { IDataObject } from 'n8n-workflow';

import { CUSTOMERS_GROUP } from '../../demo/customersGroup.mts';
import { example, exampleNames, nodeNamed } from '../../n8n/examples.mts';
import { credentials, engine, sandbox } from '../bench.mts';
import { adminsOf, membersOf, writes } from '../twoChat.mts';
import { messagesIn, newGroups, outcomesOf, outputOf, runExample, unpinned } from './harness.mts';
import { useExamples } from './harness.mts';

// Each example is imported and run as it is, and does what its sticky note promises.

const CREATE = 'Create WhatsApp group';
const TELL = 'Tell a person';

useExamples();

/** What each example does, by its file. */
const stories: Record<string, () => void> = {
	'form-to-group': () => {
		test('makes one group and reports on each person', async () => {
			const result = await runExample(example('form-to-group'));
			const [group] = newGroups();
			expect(newGroups()).toHaveLength(1);
			expect(group).toMatchObject({
				name: 'Trip to Asunción',
				description: 'Flights, hotel and who brings what',
			});
			expect(membersOf(group?.uuid)).toEqual(['+12025550141', '+61491570156']);
			const [output] = outputOf(result, CREATE);
			expect(output).toMatchObject({ uuid: group?.uuid, created: true });
			expect(outcomesOf(output)).toEqual([
				['Dana: (202) 555-0141', 'added'],
				['Ella: +61 491 570 156', 'added'],
				['+44 7700 900101', 'not_on_whatsapp'],
				['+44 7700 900102', 'invited'],
				['+44 7700 900103', 'needs_invite'],
				['Uncle Joe', 'invalid_number'],
				['202-555-0141', 'duplicate'],
			]);
		});
	},

	'won-deal-to-client-group': () => {
		const name = 'won-deal-to-client-group';
		test('brings client and account team together, with the team as admins', async () => {
			const result = await runExample(example(name));
			const [group] = newGroups();
			expect(group?.name).toBe('Blue Door Bakery: Website relaunch');
			expect(group?.description).toBe('Questions and news about Website relaunch');
			const team = ['+447700900201', '+447700900202'];
			expect(membersOf(group?.uuid)).toEqual(['+12025550141', '+12025550142', ...team]);
			expect(adminsOf(group?.uuid)).toEqual(team);
			expect(messagesIn(group?.uuid)).toEqual([
				'Welcome! This group is for Website relaunch. Your contacts on our side are Priya and Tom.',
			]);
			expect(outputOf(result, CREATE)).toMatchObject([{ created: true, summary: { in_group: 4 } }]);
		});

		test('gives the same group when the deal is reported again', async () => {
			await runExample(example(name));
			const again = await runExample(example(name));
			const [group, ...others] = newGroups();
			expect(others).toEqual([]);
			expect(outputOf(again, CREATE)).toMatchObject([{ created: false, uuid: group?.uuid }]);
		});

		test('does nothing for a deal that is not won', async () => {
			const workflow = example(name);
			const [report] = workflow.pinData?.['CRM reports a deal'] ?? [];
			Object.assign((report?.json['body'] as { deal: IDataObject }).deal, { stage: 'lost' });
			const result = await runExample(workflow);
			expect(sandbox.calls).toEqual([]);
			expect(outputOf(result, 'Nothing to do yet')).toHaveLength(1);
		});
	},

	'spreadsheet-rows-to-cohort-groups': () => {
		const name = 'spreadsheet-rows-to-cohort-groups';

		test('makes one group for each cohort', async () => {
			const result = await runExample(example(name));
			expect(newGroups().map((group) => [group.name, membersOf(group.uuid)])).toEqual([
				['Cohort Spring 2027', ['+12025550141', '+12025550142']],
				['Cohort Autumn 2027', ['+12025550143', '+12025550144']],
			]);
			const outputs = outputOf(result, 'Create WhatsApp groups');
			expect(outputs.flatMap(outcomesOf)).toEqual([
				['(202) 555-0141', 'added'],
				['12025550142', 'added'],
				['+44 7700 900102', 'invited'],
				['+1 202 555 0143', 'added'],
				['4.477E+11', 'invalid_number'],
				['202-555-0144', 'added'],
			]);
		});

		test('lets rows that come later join the group of their cohort', async () => {
			await runExample(example(name));
			const workflow = example(name);
			const late = { Cohort: 'Autumn 2027', Name: 'Jo', 'WhatsApp number': '202-555-0145' };
			workflow.pinData = { 'New rows in the spreadsheet': [{ json: late }] };
			const result = await runExample(workflow);
			expect(outputOf(result, 'Create WhatsApp groups')).toMatchObject([{ created: false }]);
			const [, autumn, ...others] = newGroups();
			expect(others).toEqual([]);
			expect(membersOf(autumn?.uuid)).toContain('+12025550145');
		});
	},

	'event-registration-with-follow-up': () => {
		const name = 'event-registration-with-follow-up';

		test('writes a note about everyone who is not in the group', async () => {
			const result = await runExample(unpinned(example(name), 'Write to the organiser'));
			const [group] = newGroups();
			expect(group?.name).toBe('Garden concert, 12 June');
			expect(membersOf(group?.uuid)).toEqual(['+12025550141', '+12025550142']);
			expect(outputOf(result, 'All is well').map(({ outcome }) => outcome)).toEqual([
				'added',
				'added',
				'duplicate',
			]);
			const missing = outputOf(result, 'Is something left to do?');
			expect(missing.map(({ outcome }) => outcome)).toEqual([
				'not_on_whatsapp',
				'invited',
				'needs_invite',
				'invalid_number',
			]);
			const notes = outputOf(result, 'Write to the organiser');
			expect(notes.map(({ toEmail, subject }) => [toEmail, subject])).toEqual(
				missing.map(({ input }) => [
					'you@example.com',
					`Not in the group Garden concert, 12 June: ${String(input)}`,
				]),
			);
			notes.forEach(({ text }, index) => {
				expect(text).toBe(
					`${String(missing[index]?.['reason'])}. ${String(missing[index]?.['next_step'])}\n\n` +
						'Registered by Dana Reed, dana@example.com',
				);
			});
		});

		// A new group is in 2Chat's list only after minutes (2chat-api.md 2.1).
		test('puts a second registration into the same group, listed or not', async () => {
			sandbox.settings.listedAfterMs = 100;
			await runExample(example(name));
			const workflow = example(name);
			const [registration] = workflow.pinData?.['Registration'] ?? [];
			Object.assign(registration?.json ?? {}, { 'WhatsApp numbers': '+1 202 555 0146' });
			const result = await runExample(workflow);
			const [group, ...others] = newGroups();
			expect(others).toEqual([]);
			expect(membersOf(group?.uuid)).toContain('+12025550146');
			expect(outputOf(result, 'All is well')).toMatchObject([{ created: false, outcome: 'added' }]);
		});
	},

	'add-new-customer-to-group': () => {
		const name = 'add-new-customer-to-group';

		test('adds the customer, whose country says which number it is', async () => {
			const result = await runExample(example(name));
			expect(membersOf(CUSTOMERS_GROUP.uuid)).toContain('+447700900555');
			expect(newGroups()).toEqual([]);
			const [output] = outputOf(result, 'Add customer to group');
			expect(output?.['participants']).toMatchObject([
				{ input: '07700 900555', phone_number: '+447700900555', outcome: 'added' },
			]);
		});

		test('finds that the customer is in it already on a second run', async () => {
			await runExample(example(name));
			const [output] = outputOf(await runExample(example(name)), 'Add customer to group');
			expect(outcomesOf(output)).toEqual([['07700 900555', 'already_member']]);
		});

		test('tells a person when the customer cannot be added', async () => {
			const workflow = unpinned(example(name), TELL);
			const [report] = workflow.pinData?.['New customer'] ?? [];
			const { customer } = report?.json['body'] as { customer: IDataObject };
			customer['phone'] = '07700 900101';
			const [mail] = outputOf(await runExample(workflow), TELL);
			expect(mail).toMatchObject({
				toEmail: 'you@example.com',
				subject: 'Not in the group: Maya Hill',
				text: expect.stringContaining('+447700900101 (not on WhatsApp)'),
			});
		});
	},

	'nightly-member-sync': () => {
		const name = 'nightly-member-sync';
		const SYNC = 'Match the group with the list';
		const [dana, fay, ivo] = ['+12025550141', '+12025550143', '+12025550144'];
		const leaver = '+12025550178';

		test('shows the plan first, and changes nothing', async () => {
			const result = await runExample(example(name));
			expect(writes()).toEqual([]);
			expect(outputOf(result, SYNC)).toMatchObject([
				{ preview: true, to_add: [fay, ivo], to_remove: [leaver], stays: [dana] },
			]);
		});

		test('matches the members with the list once Preview Only is off', async () => {
			const workflow = example(name);
			const { parameters } = nodeNamed(workflow, SYNC);
			Object.assign(parameters?.['options'] as IDataObject, { previewOnly: false });
			await runExample(workflow);
			expect(membersOf(CUSTOMERS_GROUP.uuid)).toEqual([dana, fay, ivo]);
		});
	},

	'welcome-message-on-join': () => {
		const name = 'welcome-message-on-join';
		const greeting = (whom: string) =>
			`Welcome, ${whom}! Nice to have you here. The description of the group says what it is about.`;

		test('greets whom the pinned event names', async () => {
			await runExample(example(name));
			expect(messagesIn(CUSTOMERS_GROUP.uuid)).toEqual([greeting('Dana')]);
		});

		test('greets by number who has no name', async () => {
			const workflow = example(name);
			const [event] = workflow.pinData?.['Somebody joined'] ?? [];
			// As little as the documents are sure of (2chat-api.md 3.5).
			Object.assign(event?.json ?? {}, {
				participant: { phone_number: '+12025550141', contact: null },
			});
			await runExample(workflow);
			expect(messagesIn(CUSTOMERS_GROUP.uuid)).toEqual([greeting('+12025550141')]);
		});

		test('greets everyone who really joins, once it is published', async () => {
			// n8n uses pinned data in the editor only.
			const { pinData: _editorOnly, ...workflow } = example(name);
			await engine.activate({ id: name, ...workflow }, { credentials: credentials() });
			const { uuid: group = '' } = CUSTOMERS_GROUP;
			await sandbox.happens({ event: 'join', group, person: '+18647351567' });
			const calls = await engine.webhookCalls(name);
			expect(calls.map(({ run }) => run?.status)).toEqual(['success']);
			expect(messagesIn(CUSTOMERS_GROUP.uuid)).toEqual([greeting('Ben')]);
			await engine.deactivate(name);
		});
	},
};

test('every example has its story, here or in withPeople.test.mts', () => {
	const others = [
		'add-the-missing-later',
		'ai-agent-creates-group',
		'approval-before-group',
		'client-group-with-write-back',
	];
	expect(exampleNames).toEqual([...Object.keys(stories), ...others].sort());
});

describe.each(Object.entries(stories))('%s', (_, story) => story());
