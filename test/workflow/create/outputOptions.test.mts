import type { Engine } from '../../engine/types.mts';
import { linesOf, outcomesOf } from './expectations.mts';
import { BY_ITEM, FROM, useBench, people, WAITS_TO_MEASURE } from './harness.mts';
import { openEngine } from '../shared.mts';

// Output, Wait Until Listed, Timeout, Default Country.

const [ANA, BEN] = ['+17137157533', '+18647351567'] as const;
const NOT_ON_WHATSAPP = '+447700900101';

const bench = useBench(WAITS_TO_MEASURE);

function uuids(): string[] {
	return bench.sandbox.world.groups.map(({ uuid }) => uuid);
}

describe('Output', () => {
	const ROWS = [
		{ name: 'A', people: [ANA, NOT_ON_WHATSAPP, 'n/a'] },
		{ name: 'B', people: people(12) },
	];

	test('"One Item per Group" has the fields of the contract', async () => {
		const { output } = await bench.create(
			{ ...BY_ITEM, additionalFields: { description: 'About' } },
			ROWS,
		);
		for (const item of output) {
			expect(Object.keys(item).sort()).toEqual([
				'accepted_numbers',
				'created',
				'description',
				'from_number',
				'name',
				'participants',
				'steps',
				'summary',
				'unaccepted_numbers',
				'uuid',
				'wa_group_id',
			]);
		}
		expect(output[0]).toMatchObject({
			accepted_numbers: [ANA],
			unaccepted_numbers: [NOT_ON_WHATSAPP],
			description: 'About',
		});
	});

	test('"One Item per Participant" has a person in each item, with the group on it', async () => {
		const { outputs, output } = await bench.create(
			{ ...BY_ITEM, options: { output: 'participants' } },
			ROWS,
		);
		expect(output).toHaveLength(3 + 12);
		const [a, b] = uuids();
		expect(output.map(({ uuid, name }) => [uuid, name])).toEqual([
			...Array.from({ length: 3 }, () => [a, 'A']),
			...Array.from({ length: 12 }, () => [b, 'B']),
		]);
		expect(output.map(({ outcome }) => outcome).slice(0, 4)).toEqual([
			'added',
			'not_on_whatsapp',
			'invalid_number',
			'added',
		]);
		expect(output.map(({ input }) => input)).toEqual([ANA, NOT_ON_WHATSAPP, 'n/a', ...people(12)]);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			...Array.from({ length: 3 }, () => ({ item: 0 })),
			...Array.from({ length: 12 }, () => ({ item: 1 })),
		]);
		expect(output[0]).toMatchObject({ from_number: FROM, created: true, is_admin: false });
	});

	test('"Raw Responses" has what 2Chat said, call by call', async () => {
		const { output } = await bench.create({ ...BY_ITEM, options: { output: 'raw' } }, ROWS);
		expect(output.map(({ uuid }) => uuid)).toEqual(uuids());
		const answers = output.map(
			(item) => item['answers'] as Array<{ operation: string; answer: Record<string, unknown> }>,
		);
		expect(answers.map((list) => list.map(({ operation }) => operation))).toEqual([
			['create'],
			['create', 'add-participant'],
		]);
		expect(answers[0]?.[0]?.answer).toMatchObject({
			success: true,
			group: {
				uuid: uuids()[0],
				participants: { [ANA]: { statusCode: 200, isInviteV4Sent: false } },
			},
		});
		expect(answers[1]?.[1]?.answer).toHaveProperty('participants');
	});
});

describe('Wait Until Listed', () => {
	test('goes on as soon as 2Chat lists the group', async () => {
		bench.sandbox.settings.listedAfterMs = 150;
		const { output } = await bench.create({ ...BY_ITEM, options: { waitUntilListed: 600 } }, [
			{ name: 'A', people: ANA },
			{ name: 'B', people: BEN },
		]);
		for (const { steps } of output) {
			expect(steps).toMatchObject({ listed: { status: 'done', reason: null } });
		}
		expect(bench.callsOf('list-groups').length).toBeLessThan(20);
	});

	test('gives up in time, keeps the group and says so', async () => {
		bench.sandbox.settings.listedAfterMs = 3_600_000;
		const { output, status } = await bench.create(
			{ ...BY_ITEM, options: { waitUntilListed: 25 } },
			[
				{ name: 'A', people: ANA },
				{ name: 'B', people: BEN },
			],
		);
		expect(status).toBe('success');
		expect(output.map(({ uuid }) => uuid)).toEqual(uuids());
		for (const { steps } of output) {
			expect(steps).toMatchObject({ listed: { status: 'not_done' } });
			expect((steps as { listed: { reason: string } }).listed.reason).toContain('25 seconds');
		}
		expect(bench.callsOf('list-groups').length).toBeLessThanOrEqual(8);
	});

	test('does not look unless asked to', async () => {
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: ANA },
			{ name: 'B', people: BEN },
		]);
		expect(bench.callsOf('list-groups')).toEqual([]);
		for (const { steps } of output) expect(steps).not.toHaveProperty('listed');
	});
});

// The harness lets timers of this length pass faster, and axios bounds a request with such a timer.
describe('Timeout, at real speed', () => {
	let real: Engine;

	beforeAll(async () => {
		real = await openEngine();
	});
	afterAll(async () => await real.close());

	async function create(timeout: number) {
		const started = Date.now();
		const result = await real.runNode({
			type: 'twoChatGroups',
			credentials: {
				twoChatGroupsApi: { apiKey: bench.sandbox.apiKey, baseUrl: bench.sandbox.baseUrl },
			},
			items: [
				{ name: 'A', people: ANA },
				{ name: 'B', people: BEN },
			],
			parameters: {
				resource: 'group',
				operation: 'create',
				fromNumber: { __rl: true, mode: 'phone', value: FROM },
				...BY_ITEM,
				options: { timeout },
			},
		});
		return { ...result, took: Date.now() - started };
	}

	test('bounds the wait for an answer', async () => {
		bench.sandbox.fault({ operation: 'create-group', effect: 'hang', when: 'after' });
		const { output, took } = await create(1);
		// A second for the answer that never comes, then two before the node looks for the group.
		expect(took).toBeGreaterThan(2_900);
		expect(took).toBeLessThan(20_000);
		expect(output).toMatchObject([{ name: 'A', recovered: true }, { name: 'B' }]);
		expect(bench.groupNames()).toEqual(['A', 'B']);
	});

	test('lets an answer take its time that stays below it', async () => {
		bench.sandbox.fault({ operation: 'create-group', effect: 'delay', delayMs: 1_500, times: 0 });
		const { output, took } = await create(30);
		expect(took).toBeGreaterThan(3_000);
		expect(output.map(outcomesOf)).toEqual([['added'], ['added']]);
		expect(bench.createBodies()).toHaveLength(2);
	});
});

describe('Default Country', () => {
	test.each(['DE', 'de', ' De ', '={{ $json.country }}'])('%s', async (defaultCountry) => {
		await bench.create({ ...BY_ITEM, options: { defaultCountry } }, [
			{ name: 'A', people: '0171 3920012, +17137157533', country: 'de' },
			{ name: 'B', people: 1713920012, country: 'DE' },
		]);
		expect(bench.createBodies()).toMatchObject([
			{ group: { participants: ['+491713920012', '+17137157533'] } },
			{ group: { participants: ['+491713920012'] } },
		]);
	});

	test('may be another one in each item', async () => {
		await bench.create({ ...BY_ITEM, options: { defaultCountry: '={{ $json.country }}' } }, [
			{ name: 'A', people: '0171 3920012', country: 'DE' },
			{ name: 'B', people: '07700 900123', country: 'gb' },
			{ name: 'C', people: '(713) 715-7533', country: 'US' },
		]);
		expect(bench.createBodies()).toMatchObject([
			{ group: { participants: ['+491713920012'] } },
			{ group: { participants: ['+447700900123'] } },
			{ group: { participants: ['+17137157533'] } },
		]);
	});

	test('also applies to From and Admins', async () => {
		const { output } = await bench.create(
			{
				...BY_ITEM,
				fromNumber: { __rl: true, mode: 'phone', value: '0981 048477' },
				additionalFields: { admins: '0981 555666' },
				options: { defaultCountry: 'PY' },
			},
			[
				{ name: 'A', people: ANA },
				{ name: 'B', people: BEN },
			],
		);
		expect(output.map(({ from_number }) => from_number)).toEqual([FROM, FROM]);
		for (const item of output) expect(linesOf(item)[1]?.phone_number).toBe('+595981555666');
	});

	test.each(['Germany', 'XX', '49', 'D', ['DE'], { code: 'DE' }])(
		'%j is refused, and nothing is sent',
		async (country) => {
			const { error } = await bench.create(
				{ ...BY_ITEM, options: { defaultCountry: '={{ $json.country }}' } },
				[
					{ name: 'A', people: ANA, country },
					{ name: 'B', people: BEN, country: 'DE' },
				],
			);
			expect(error?.message).toMatch(/^Default Country/);
			expect(error?.context).toMatchObject({ itemIndex: 0 });
			expect(bench.sandbox.calls).toEqual([]);
		},
	);

	test('without it a national number is reported, with the option that helps', async () => {
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: ['0171 3920012', ANA] },
			{ name: 'B', people: [BEN, '07700 900123'] },
		]);
		expect(linesOf(output[0])[0]).toMatchObject({ outcome: 'invalid_number' });
		expect(linesOf(output[0])[0]?.next_step).toContain('Default Country');
	});
});
