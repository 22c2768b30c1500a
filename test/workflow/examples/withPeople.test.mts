import type { IDataObject } from 'n8n-workflow';

import type { WorkflowJson } from '../../engine/types.mts';
import { example, nodeNamed } from '../../n8n/examples.mts';
import { startJsonServer } from '../../n8n/jsonServer.mts';
import { credentials, engine, sandbox } from '../bench.mts';
import { FROM } from '../data.mts';
import { bodiesOf, membersOf, refuse, writes } from '../twoChat.mts';
import { newGroups, outcomesOf, outputOf, runExample, unpinned, useExamples } from './harness.mts';

// The examples in which a person or another system has a part.

const TELL = 'Tell a person';
const CREATE = 'Create WhatsApp group';

useExamples();

function pinnedBody(workflow: WorkflowJson, trigger: string): IDataObject {
	const [item] = workflow.pinData?.[trigger] ?? [];
	return item?.json['body'] as IDataObject;
}

function setValue(workflow: WorkflowJson, name: string, value: string): void {
	const { parameters } = nodeNamed(workflow, 'Your settings');
	const { assignments } = parameters?.['assignments'] as { assignments: IDataObject[] };
	Object.assign(assignments.find((assignment) => assignment['name'] === name) ?? {}, { value });
}

describe('client-group-with-write-back', () => {
	const name = 'client-group-with-write-back';
	const WRITE = 'Write ID to CRM';
	let written: unknown[];
	let status: number;
	let crm: Awaited<ReturnType<typeof startJsonServer>>;

	beforeAll(async () => {
		crm = await startJsonServer((request) => {
			written.push(request);
			return [status, { ok: true }];
		});
	});
	afterAll(() => crm.close());
	beforeEach(() => {
		written = [];
		status = 200;
	});

	function deal(change?: (body: IDataObject) => void): WorkflowJson {
		const workflow = unpinned(example(name), WRITE, TELL);
		setValue(workflow, 'crm_url', `${crm.url}/customers`);
		change?.(pinnedBody(workflow, 'CRM reports a deal'));
		return workflow;
	}

	test("brings a customer's deals into one group, with whoever is new, and its ID into the CRM", async () => {
		await runExample(deal());
		const again = deal((body) => {
			body['deal'] = { id: 'D-2100', name: 'Shop' };
			const customer = body['customer'] as IDataObject;
			(customer['contacts'] as IDataObject[]).push({ name: 'Fay', phone: '+1 202 555 0143' });
		});
		await runExample(again);
		const [group, ...others] = newGroups();
		expect(others).toEqual([]);
		expect(group?.name).toBe('Blue Door Bakery');
		expect(membersOf(group?.uuid)).toEqual(['+12025550141', '+12025550142', '+12025550143']);
		const body = { whatsapp_group_id: group?.uuid };
		const write = { method: 'PATCH', url: '/customers/C-77', body };
		expect(written).toEqual([write, write]);
	});

	test('tells a person when the CRM does not take it, and creates no second group', async () => {
		status = 500;
		const [mail] = outputOf(await runExample(deal()), TELL);
		expect(mail).toMatchObject({ subject: 'WhatsApp group of customer C-77 needs you' });
		expect(String(mail?.['text'])).toContain('500');
		expect(newGroups()).toHaveLength(1);
	});

	test('tells a person when 2Chat refuses, and writes nothing into the CRM', async () => {
		refuse('create-group', { body: { error_message: 'No credits' }, times: 0 });
		const [mail] = outputOf(await runExample(deal()), TELL);
		expect(String(mail?.['text'])).toMatch(/no API credits left.*\n\nCheck plan and credits/s);
		expect(written).toEqual([]);
	});
});

describe('approval-before-group', () => {
	const name = 'approval-before-group';

	test('creates the group after a yes', async () => {
		const result = await runExample(example(name));
		const [plan] = outputOf(result, 'Preview the group');
		expect(plan).toMatchObject({
			preview: true,
			plan: { creates_group: true, numbers: ['+12025550141', '+12025550142'] },
		});
		const [group] = newGroups();
		expect(group?.name).toBe('Garden concert');
		expect(membersOf(group?.uuid)).toEqual(['+12025550141', '+12025550142']);
	});

	test.each([
		['a no', { data: { approved: false } }],
		['no answer within a day', {}],
	])('creates nothing after %s', async (_, answer) => {
		const workflow = example(name);
		workflow.pinData = { ...workflow.pinData, 'Ask for approval': [{ json: answer }] };
		const result = await runExample(workflow);
		expect(writes()).toEqual([]);
		expect(outputOf(result, 'Not approved')).toHaveLength(1);
	});

	test('asks with the plan: numbers, credits and who cannot be in it', () => {
		const { parameters } = nodeNamed(example(name), 'Ask for approval');
		expect(parameters?.['message']).toMatch(/plan\.numbers.*plan\.credits.*person\.reason/s);
	});
});

describe('add-the-missing-later', () => {
	const name = 'add-the-missing-later';
	const TABLE = ['Remember who is missing', 'Read who is missing', 'Note the try'];
	const hugo = '+447700900103';

	/** One day after another: what the table holds goes from run to run, as in n8n. */
	async function morning(rows: unknown): Promise<{ rows: IDataObject[]; added: IDataObject[] }> {
		const workflow = unpinned(example(name), ...TABLE);
		workflow.staticData = { global: { rows } } as IDataObject;
		const result = await runExample(workflow, { startNode: 'Every morning' });
		const { global } = result.staticData as { global: { rows: IDataObject[] } };
		return { rows: global.rows, added: outputOf(result, 'Add them again') };
	}

	async function order() {
		const workflow = unpinned(example(name), ...TABLE);
		const { staticData } = await runExample(workflow, { startNode: 'New order' });
		const { global } = staticData as { global: { rows: IDataObject[] } };
		return global.rows;
	}

	test('lists whom it could not add and writes to them', async () => {
		const rows = await order();
		const [group] = newGroups();
		expect(membersOf(group?.uuid)).toEqual(['+12025550141']);
		expect(rows).toMatchObject([
			{ phone_number: '+447700900102', group_id: group?.uuid, status: 'missing', tries: 1 },
			{ phone_number: hugo, group_id: group?.uuid, status: 'missing', tries: 1 },
		]);
		expect(bodiesOf('send-message')).toMatchObject([
			{ to_number: '+447700900102' },
			{ to_number: hugo },
		]);
	});

	test('tries each of them three times at most', async () => {
		let rows = await order();
		rows = (await morning(rows)).rows;
		expect(rows.map(({ tries }) => tries)).toEqual([2, 2]);
		rows = (await morning(rows)).rows;
		expect(rows.map(({ tries }) => tries)).toEqual([3, 3]);
		const before = sandbox.calls.length;
		expect((await morning(rows)).added).toEqual([]);
		expect(sandbox.calls).toHaveLength(before);
	});

	test('is done with whoever got in', async () => {
		const rows = await order();
		const person = sandbox.world.people.get(hugo);
		if (person !== undefined) person.behaviour = 'joins';
		const { rows: after } = await morning(rows);
		expect(after.map(({ status, tries }) => [status, tries])).toEqual([
			['missing', 2],
			['done', 2],
		]);
		const [group] = newGroups();
		expect(membersOf(group?.uuid)).toContain(hugo);
	});
});

describe('ai-agent-creates-group', () => {
	const name = 'ai-agent-creates-group';
	const PREVIEW = 'Preview WhatsApp group';
	const args = {
		Group_Name: 'Garden concert',
		Participants: '+1 202 555 0141, +44 7700 900102',
		Description: '',
	};
	const callTool = async (tool: string) => {
		const { parameters = {} } = nodeNamed(example(name), tool);
		return await engine.runTool({
			type: 'twoChatGroups',
			parameters,
			credentials: credentials(),
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
		expect(create.description).toContain('for real');
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
		expect(writes()).toEqual([]);
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
		const [group] = newGroups();
		expect(group?.name).toBe('Garden concert');
		expect(membersOf(group?.uuid)).toEqual(['+12025550141']);
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
		expect(newGroups()).toHaveLength(1);
		expect(response ?? failure).toContain('Garden concert');
	});
});
