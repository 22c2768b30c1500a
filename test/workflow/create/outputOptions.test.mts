import { WAITS_TO_MEASURE, create, engine, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, FROM, NOT_ON_WHATSAPP, from, lists, people } from '../data.mts';
import { linesOf, linksOf, outcomesOf } from '../results.mts';
import { bodiesOf, callsOf, groupNames } from '../twoChat.mts';

// Output, Wait Until Listed, Timeout, Default Country.

useBench(WAITS_TO_MEASURE);

function uuids(): string[] {
	return sandbox.world.groups.map(({ uuid }) => uuid);
}

describe('Output', () => {
	const ROWS = lists([ANA, NOT_ON_WHATSAPP, 'n/a'], people(12));

	test('"One Item per Group" has the fields of the contract', async () => {
		const { output } = await create({ additionalFields: { description: 'About' } }, ROWS);
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
		const { outputs, output } = await create({ options: { output: 'participants' } }, ROWS);
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
		expect(linksOf(outputs[0])).toEqual([
			...Array.from({ length: 3 }, () => 0),
			...Array.from({ length: 12 }, () => 1),
		]);
		expect(output[0]).toMatchObject({ from_number: FROM, created: true, is_admin: false });
	});

	test('"Raw Responses" has what 2Chat said, call by call', async () => {
		const { output } = await create({ options: { output: 'raw' } }, ROWS);
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
		sandbox.settings.listedAfterMs = 150;
		const { output } = await create({ options: { waitUntilListed: 600 } });
		for (const { steps } of output) {
			expect(steps).toMatchObject({ listed: { status: 'done', reason: null } });
		}
		expect(callsOf('list-groups').length).toBeLessThan(20);
	});

	test('gives up in time, keeps the group and says so', async () => {
		sandbox.settings.listedAfterMs = 3_600_000;
		const { output, status } = await create({ options: { waitUntilListed: 25 } });
		expect(status).toBe('success');
		expect(output.map(({ uuid }) => uuid)).toEqual(uuids());
		for (const { steps } of output) {
			expect(steps).toMatchObject({ listed: { status: 'not_done' } });
			expect((steps as { listed: { reason: string } }).listed.reason).toContain('25 seconds');
		}
		expect(callsOf('list-groups').length).toBeLessThanOrEqual(8);
	});

	test('does not look unless asked to', async () => {
		const { output } = await create();
		expect(callsOf('list-groups')).toEqual([]);
		for (const { steps } of output) expect(steps).not.toHaveProperty('listed');
	});
});

// Elsewhere timers of this length pass faster, and axios bounds a request with such a timer.
describe('Timeout, at real speed', () => {
	beforeAll(async () => await engine.reset());
	afterAll(async () => await engine.reset(WAITS_TO_MEASURE));

	async function createWithin(timeout: number) {
		const started = Date.now();
		const { output } = await create({ options: { timeout } });
		return { output, took: Date.now() - started };
	}

	test('bounds the wait for an answer', async () => {
		sandbox.fault({ operation: 'create-group', effect: 'hang', when: 'after' });
		const { output, took } = await createWithin(1);
		// A second for the answer that never comes, then two before the node looks for the group.
		expect(took).toBeGreaterThan(2_900);
		expect(took).toBeLessThan(20_000);
		expect(output).toMatchObject([{ name: 'A', recovered: true }, { name: 'B' }]);
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test('lets an answer take its time that stays below it', async () => {
		sandbox.fault({ operation: 'create-group', effect: 'delay', delayMs: 1_500 });
		const { output, took } = await createWithin(30);
		expect(took).toBeGreaterThan(1_500);
		expect(output.map(outcomesOf)).toEqual([['added'], ['added']]);
		expect(bodiesOf('create-group')).toHaveLength(2);
	});
});

describe('Default Country', () => {
	test.each(['DE', 'de', ' De ', '={{ $json.country }}'])('%s', async (defaultCountry) => {
		await create({ options: { defaultCountry } }, [
			{ name: 'A', people: '0171 3920012, +17137157533', country: 'de' },
			{ name: 'B', people: 1713920012, country: 'DE' },
		]);
		expect(bodiesOf('create-group')).toMatchObject([
			{ group: { participants: ['+491713920012', ANA] } },
			{ group: { participants: ['+491713920012'] } },
		]);
	});

	test('may be another one in each item', async () => {
		await create({ options: { defaultCountry: '={{ $json.country }}' } }, [
			{ name: 'A', people: '0171 3920012', country: 'DE' },
			{ name: 'B', people: '07700 900123', country: 'gb' },
			{ name: 'C', people: '(713) 715-7533', country: 'US' },
		]);
		expect(bodiesOf('create-group')).toMatchObject([
			{ group: { participants: ['+491713920012'] } },
			{ group: { participants: ['+447700900123'] } },
			{ group: { participants: [ANA] } },
		]);
	});

	test('also applies to From and Admins', async () => {
		const { output } = await create({
			fromNumber: from('0981 048477'),
			additionalFields: { admins: '0981 555666' },
			options: { defaultCountry: 'PY' },
		});
		expect(output.map(({ from_number }) => from_number)).toEqual([FROM, FROM]);
		for (const item of output) expect(linesOf(item)[1]?.phone_number).toBe('+595981555666');
	});

	test('without it a national number is reported, with the option that helps', async () => {
		const { output } = await create({}, lists(['0171 3920012', ANA], [BEN, '07700 900123']));
		expect(linesOf(output[0])[0]).toMatchObject({ outcome: 'invalid_number' });
		expect(linesOf(output[0])[0]?.next_step).toContain('Default Country');
	});
});
