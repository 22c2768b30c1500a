import type { IDataObject } from 'n8n-workflow';

import type { LoadedPackage, WorkflowJson } from '../../engine/types.mts';
import { CUSTOMERS_GROUP } from '../../demo/customersGroup.mts';
import {
	example,
	exampleNames,
	exampleText,
	nodeNamed,
	OWN,
	published,
	STICKY,
	triggersOf,
} from './files.mts';
import {
	adminsOf,
	FROM,
	membersOf,
	messagesIn,
	openBench,
	outcomesOf,
	outputOf,
	type Bench,
} from './harness.mts';
import { unknownParameters } from './parameters.mts';

// Each example is imported and run as it is, and does what its sticky note promises.

const CREATE = 'Create WhatsApp group';

let bench: Bench;
let loaded: LoadedPackage;

beforeAll(async () => {
	bench = await openBench();
	loaded = await bench.engine.loaded();
});
afterAll(async () => await bench.close());
beforeEach(async () => {
	bench.sandbox.reset();
	// As every n8n has it. Empty each time.
	await bench.engine.installDeduplication();
});

/** What each example does, by its file. */
const stories: Record<string, () => void> = {
	'form-to-group': () => {
		test('makes one group and reports on each person', async () => {
			const result = await bench.run(example('form-to-group'));
			const [group] = bench.newGroups();
			expect(bench.newGroups()).toHaveLength(1);
			expect(group).toMatchObject({
				name: 'Trip to Asunción',
				description: 'Flights, hotel and who brings what',
			});
			expect(group && membersOf(group)).toEqual(['+12025550141', '+61491570156']);
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
		const withStage = (stage: string): WorkflowJson => {
			const workflow = example(name);
			const [report] = workflow.pinData?.['CRM reports a deal'] ?? [];
			const { deal } = report?.json['body'] as { deal: IDataObject };
			deal['stage'] = stage;
			return workflow;
		};

		test('brings client and account team together, with the team as admins', async () => {
			const result = await bench.run(example(name));
			const [group] = bench.newGroups();
			expect(group?.name).toBe('Blue Door Bakery: Website relaunch');
			expect(group?.description).toBe('Questions and news about Website relaunch');
			const team = ['+447700900201', '+447700900202'];
			expect(group && membersOf(group)).toEqual(['+12025550141', '+12025550142', ...team]);
			expect(group && adminsOf(group)).toEqual(team);
			expect(group && messagesIn(group)).toEqual([
				'Welcome! This group is for Website relaunch. Your contacts on our side are Priya and Tom.',
			]);
			expect(outputOf(result, CREATE)).toMatchObject([{ created: true, summary: { in_group: 4 } }]);
		});

		test('gives the same group when the deal is reported again', async () => {
			await bench.run(example(name));
			const again = await bench.run(example(name));
			const [group, ...others] = bench.newGroups();
			expect(others).toEqual([]);
			expect(outputOf(again, CREATE)).toMatchObject([{ created: false, uuid: group?.uuid }]);
		});

		test('does nothing for a deal that is not won', async () => {
			const result = await bench.run(withStage('lost'));
			expect(bench.sandbox.calls).toEqual([]);
			expect(outputOf(result, 'Nothing to do yet')).toHaveLength(1);
		});
	},

	'spreadsheet-rows-to-cohort-groups': () => {
		const name = 'spreadsheet-rows-to-cohort-groups';

		test('makes one group for each cohort', async () => {
			const result = await bench.run(example(name));
			expect(bench.newGroups().map((group) => [group.name, membersOf(group)])).toEqual([
				['Cohort Spring 2027', ['+12025550141', '+12025550142']],
				['Cohort Autumn 2027', ['+12025550143', '+12025550144']],
			]);
			const outputs = outputOf(result, CREATE);
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
			await bench.run(example(name));
			const workflow = example(name);
			const late = { Cohort: 'Autumn 2027', Name: 'Jo', 'WhatsApp number': '202-555-0145' };
			workflow.pinData = { 'New rows in the spreadsheet': [{ json: late }] };
			const result = await bench.run(workflow);
			expect(outputOf(result, CREATE)).toMatchObject([{ created: false }]);
			const [, autumn, ...others] = bench.newGroups();
			expect(others).toEqual([]);
			expect(autumn && membersOf(autumn)).toContain('+12025550145');
		});
	},

	'event-registration-with-follow-up': () => {
		const name = 'event-registration-with-follow-up';

		test('writes a note about everyone who is not in the group', async () => {
			const result = await bench.run(example(name));
			const [group] = bench.newGroups();
			expect(group?.name).toBe('Garden concert, 12 June');
			expect(group && membersOf(group)).toEqual(['+12025550141', '+12025550142']);
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
			const notes = outputOf(result, 'Put your e-mail node here');
			expect(notes.map(({ to, subject }) => [to, subject])).toEqual(
				missing.map(({ input }) => [
					'events@example.com',
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
			bench.sandbox.settings.listedAfterMs = 100;
			await bench.run(example(name));
			const workflow = example(name);
			const [registration] = workflow.pinData?.['Registration'] ?? [];
			Object.assign(registration?.json ?? {}, { 'WhatsApp numbers': '+1 202 555 0146' });
			const result = await bench.run(workflow);
			const [group, ...others] = bench.newGroups();
			expect(others).toEqual([]);
			expect(group && membersOf(group)).toContain('+12025550146');
			expect(outputOf(result, 'All is well')).toMatchObject([{ created: false, outcome: 'added' }]);
		});
	},

	'add-new-customer-to-group': () => {
		const name = 'add-new-customer-to-group';

		test('adds the customer, whose country says which number it is', async () => {
			const result = await bench.run(example(name));
			expect(membersOf(bench.customers())).toContain('+447700900555');
			expect(bench.newGroups()).toEqual([]);
			const [output] = outputOf(result, 'Add customer to group');
			expect(output?.['participants']).toMatchObject([
				{ input: '07700 900555', phone_number: '+447700900555', outcome: 'added' },
			]);
		});

		test('finds that the customer is in it already on a second run', async () => {
			await bench.run(example(name));
			const [output] = outputOf(await bench.run(example(name)), 'Add customer to group');
			expect(outcomesOf(output)).toEqual([['07700 900555', 'already_member']]);
		});

		test('fails and says why when the customer cannot be added', async () => {
			const workflow = example(name);
			const [report] = workflow.pinData?.['New customer'] ?? [];
			const { customer } = report?.json['body'] as { customer: IDataObject };
			customer['phone'] = '07700 900101';
			const { credentials } = bench;
			const { status, error } = await bench.engine.run(workflow, { credentials });
			expect(status).toBe('error');
			expect(error?.message).toContain('+447700900101 (not on WhatsApp)');
		});
	},

	'nightly-member-sync': () => {
		const name = 'nightly-member-sync';
		const SYNC = 'Match the group with the list';
		const [dana, fay, ivo] = ['+12025550141', '+12025550143', '+12025550144'];
		const leaver = '+12025550178';

		test('shows the plan first, and changes nothing', async () => {
			const result = await bench.run(example(name));
			expect(bench.writes()).toEqual([]);
			expect(outputOf(result, SYNC)).toMatchObject([
				{ preview: true, to_add: [fay, ivo], to_remove: [leaver], stays: [dana] },
			]);
		});

		test('matches the members with the list once Preview Only is off', async () => {
			const workflow = example(name);
			const { parameters } = nodeNamed(workflow, SYNC);
			Object.assign(parameters?.['options'] as IDataObject, { previewOnly: false });
			await bench.run(workflow);
			expect(membersOf(bench.customers())).toEqual([dana, fay, ivo]);
		});
	},

	'welcome-message-on-join': () => {
		const name = 'welcome-message-on-join';
		const greeting = (whom: string) =>
			`Welcome, ${whom}! Nice to have you here. The description of the group says what it is about.`;

		test('greets whom the pinned event names', async () => {
			await bench.run(example(name));
			expect(messagesIn(bench.customers())).toEqual([greeting('Dana')]);
		});

		test('greets by number who has no name', async () => {
			const workflow = example(name);
			const [event] = workflow.pinData?.['Somebody joined'] ?? [];
			// As little as the documents are sure of (2chat-api.md 3.5).
			Object.assign(event?.json ?? {}, {
				participant: { phone_number: '+12025550141', contact: null },
			});
			await bench.run(workflow);
			expect(messagesIn(bench.customers())).toEqual([greeting('+12025550141')]);
		});

		test('greets everyone who really joins, once it is published', async () => {
			const workflow: WorkflowJson = { id: name, ...published(example(name)) };
			const { credentials } = bench;
			await bench.engine.activate(workflow, { credentials });
			const response = await fetch(`${bench.sandbox.url}/_sandbox/events`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({
					event: 'join',
					group: CUSTOMERS_GROUP.uuid,
					person: '+18647351567',
				}),
			});
			expect(response.status).toBe(200);
			const calls = await bench.engine.webhookCalls(name);
			expect(calls.map(({ run }) => run?.status)).toEqual(['success']);
			expect(messagesIn(bench.customers())).toEqual([greeting('Ben')]);
			await bench.engine.deactivate(name);
		});
	},

	'ai-agent-creates-group': () => {
		const name = 'ai-agent-creates-group';
		const PREVIEW = 'Preview WhatsApp group';
		const args = {
			Group_Name: 'Garden concert',
			Participants: '+1 202 555 0141, +44 7700 900102',
			Description: '',
		};
		const callTool = async (tool: string) => {
			const { parameters = {}, typeVersion = 1 } = nodeNamed(example(name), tool);
			const { credentials } = bench;
			const type = 'twoChatGroups';
			return await bench.engine.runTool({
				type,
				typeVersion,
				parameters,
				credentials,
				args,
				name: tool,
			});
		};
		const itemsOf = (response: string | undefined) => JSON.parse(response ?? '') as IDataObject[];

		test('both tools tell the model what to fill in, and differ in what they do', async () => {
			const [preview, create] = [await callTool(PREVIEW), await callTool(CREATE)];
			expect(preview.schema).toMatchObject({ required: Object.keys(args) });
			expect(create.schema).toEqual(preview.schema);
			expect(preview.description).toContain('Changes nothing');
			expect(create.description).toContain('only after the preview');
			const tools = [PREVIEW, CREATE].map((tool) => nodeNamed(example(name), tool));
			const settings = tools.map(({ parameters }) => ({
				...parameters,
				toolDescription: undefined,
				options: undefined,
			}));
			expect(settings[0]).toEqual(settings[1]);
		});

		test('the preview shows the plan and sends nothing but reads', async () => {
			const { response } = await callTool(PREVIEW);
			expect(bench.writes()).toEqual([]);
			expect(itemsOf(response)).toMatchObject([
				{
					preview: true,
					name: 'Garden concert',
					from_number: FROM,
					plan: { creates_group: true, numbers: ['+12025550141', '+447700900102'] },
				},
			]);
		});

		test('the second tool creates what was previewed', async () => {
			await callTool(PREVIEW);
			const { response } = await callTool(CREATE);
			const [group] = bench.newGroups();
			expect(group?.name).toBe('Garden concert');
			expect(group && membersOf(group)).toEqual(['+12025550141']);
			const [output] = itemsOf(response);
			expect(output).toMatchObject({ uuid: group?.uuid, created: true });
			expect(outcomesOf(output)).toEqual([
				['+1 202 555 0141', 'added'],
				['+44 7700 900102', 'invited'],
			]);
		});

		test('a second call makes no second group, and tells the model so', async () => {
			await callTool(CREATE);
			const { response, failure } = await callTool(CREATE);
			expect(bench.newGroups()).toHaveLength(1);
			expect(response ?? failure).toContain('Garden concert');
		});

		test('the agent is told to preview and to wait for a yes', () => {
			const { parameters } = nodeNamed(example(name), 'AI agent');
			const { systemMessage } = parameters?.['options'] as { systemMessage: string };
			expect(systemMessage).toMatch(/always call "Preview WhatsApp group" first/i);
			expect(systemMessage).toMatch(/"Create WhatsApp group" only after .* clear yes/);
		});
	},
};

test('every example has its story here', () => {
	expect(exampleNames).toEqual(Object.keys(stories).sort());
});

describe.each(exampleNames)('%s', (name) => {
	const workflow = example(name);
	const notes = workflow.nodes.filter(({ type }) => type === STICKY);
	const steps = workflow.nodes.filter(({ type }) => type !== STICKY);

	stories[name]?.();

	test('is a workflow as n8n exports it, for anybody', () => {
		expect(Object.keys(workflow)).toEqual(['name', 'nodes', 'connections', 'pinData', 'settings']);
		expect(workflow.settings).toEqual({ executionOrder: 'v1' });
		const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
		for (const node of workflow.nodes) {
			expect(node.id).toMatch(uuid);
			expect(node).not.toHaveProperty('credentials');
		}
		const names = workflow.nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		const ends = Object.values(workflow.connections).flatMap((ports) =>
			Object.values(ports).flatMap((port) => port.flatMap((links) => links ?? [])),
		);
		const starts = Object.keys(workflow.connections);
		expect(names).toEqual(expect.arrayContaining([...starts, ...ends.map(({ node }) => node)]));
	});

	test('names no phone number but the documented ones and those kept for fiction', () => {
		const numbers = exampleText(name).match(/\+\d[\d ]{9,}\d/g) ?? [];
		const allowed = /^\+(595981048477|61491570156|4477009\d{5}|120255501\d\d)$/;
		for (const number of numbers) expect(number.replaceAll(' ', '')).toMatch(allowed);
	});

	test('explains itself on a note that names its nodes and covers none of them', () => {
		expect(notes).toHaveLength(1);
		const { parameters, position } = notes[0] ?? {};
		const { content, width, height } = parameters as {
			content: string;
			width: number;
			height: number;
		};
		expect(content).toMatch(/^## \S/);
		expect(content).toContain('your 2Chat credential');
		for (const step of steps.filter(({ type }) => type.startsWith(OWN))) {
			expect(content).toContain(`**${step.name}**`);
		}
		const [left = 0, top = 0] = position ?? [];
		for (const step of steps) {
			const [x = 0, y = 0] = step.position ?? [];
			const isBeside = x >= left + width || x + 260 <= left || y >= top + height || y + 140 <= top;
			expect([step.name, isBeside]).toEqual([step.name, true]);
		}
	});

	test('has data pinned on its trigger, and on what needs an account elsewhere', () => {
		const triggers = triggersOf(workflow);
		expect(triggers).toHaveLength(1);
		const pinned = Object.keys(workflow.pinData ?? {});
		expect(pinned).toContain(triggers[0]?.name);
		for (const { type, name: step } of steps) {
			if (type.startsWith('n8n-nodes-base.googleSheets')) expect(pinned).toContain(step);
		}
		for (const items of Object.values(workflow.pinData ?? {})) {
			expect(items.length).toBeGreaterThan(0);
		}
	});

	test('sets only what the fields of this package offer', () => {
		const own = steps.filter(({ type }) => type.startsWith(OWN));
		expect(own.length).toBeGreaterThan(0);
		for (const { type, parameters = {}, name: step } of own) {
			const description = [...loaded.nodes, ...loaded.tools].find(
				(candidate) => `${OWN}${candidate.name}` === type,
			);
			if (description === undefined) throw new Error(`The package has no "${type}".`);
			expect([step, unknownParameters(description, parameters)]).toEqual([step, []]);
		}
	});
});

test('the check of the parameters finds what is wrong', () => {
	const node = loaded.nodes.find(({ name }) => name === 'twoChatGroups');
	if (node === undefined) throw new Error('The package has no node.');
	const check = (parameters: IDataObject) => unknownParameters(node, parameters);
	const create = { resource: 'group', operation: 'create' };
	expect(check({ ...create, groupItemsBy: 'name' })).toEqual([]);
	expect(check({ ...create, groupId: {} })).toEqual(['groupId: no such field']);
	expect(check({ ...create, options: { output: 'everything', colour: 'red' } })).toEqual([
		'options.output: everything is not in the list',
		'options.colour: no such field',
	]);
	expect(check({ ...create, options: { batching: { batch: { size: 1 } } } })).toEqual([
		'options.batching.batch.size: no such field',
	]);
	expect(check({ ...create, options: { previewOnly: 'yes' } })).toEqual([
		'options.previewOnly: not a boolean',
	]);
});
