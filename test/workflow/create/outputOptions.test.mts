import { WAITS_TO_MEASURE, create, engine, sandbox, useBench } from '../bench.mts';
import { ANA, FROM, NOT_ON_WHATSAPP, from, lists, people } from '../data.mts';
import { linesOf, linksOf } from '../results.mts';
import { addGroups, bodiesOf, callsOf, groupNames, operations } from '../twoChat.mts';
import { refuse, requestedPeople } from '../twoChat.mts';

// Output, Wait Until Listed, Timeout, Default Country.

useBench(WAITS_TO_MEASURE);

function uuids(): string[] {
	return sandbox.world.groups.map(({ uuid }) => uuid);
}

describe('Output', () => {
	const ROWS = lists([ANA, NOT_ON_WHATSAPP, 'n/a'], people(12));
	/** Of each item where there is one for each person. */
	const byPerson = <T,>(first: T, second: T) => [
		...Array.from({ length: 3 }, () => first),
		...Array.from({ length: 12 }, () => second),
	];

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
		const [first, second] = uuids().map((uuid) => ({ uuid, from_number: FROM, created: true }));
		expect(output).toMatchObject(byPerson({ ...first, name: 'A' }, { ...second, name: 'B' }));
		expect(output.slice(0, 4)).toMatchObject([
			{ input: ANA, outcome: 'added', is_admin: false },
			{ input: NOT_ON_WHATSAPP, outcome: 'not_on_whatsapp' },
			{ input: 'n/a', outcome: 'invalid_number' },
			{ outcome: 'added' },
		]);
		expect(output.slice(3).map(({ input }) => input)).toEqual(people(12));
		expect(linksOf(outputs[0])).toEqual(byPerson(0, 1));
	});

	test('"Raw Responses" has what 2Chat said, call by call', async () => {
		const { output } = await create({ options: { output: 'raw' } }, ROWS);
		const [first, second] = uuids();
		const participants = { [ANA]: { statusCode: 200, isInviteV4Sent: false } };
		const answer = { success: true, group: { uuid: first, participants } };
		expect(output).toMatchObject([
			{ uuid: first, answers: [{ operation: 'create', answer }] },
			{
				uuid: second,
				answers: [
					{ operation: 'create' },
					{ operation: 'add-participant', answer: { participants: expect.anything() as object } },
				],
			},
		]);
	});
});

describe('Wait Until Listed', () => {
	test('does not look for a group that was there', async () => {
		addGroups(['A', 'B'], ANA);
		const { output } = await create({ options: { waitUntilListed: 600, ifGroupExists: 'use' } });
		expect(output).toMatchObject([
			{ created: false, steps: {} },
			{ created: false, steps: {} },
		]);
		expect(operations()).toEqual(['list-groups', 'add-participant', 'add-participant']);
	});

	test('goes on as soon as 2Chat lists the group', async () => {
		sandbox.settings.listedAfterMs = 150;
		const { output } = await create({ options: { waitUntilListed: 600 } });
		const item = { steps: { listed: { status: 'done', reason: null } } };
		expect(output).toMatchObject([item, item]);
		expect(callsOf('list-groups').length).toBeLessThan(20);
	});

	test('ends at once when 2Chat refuses to list groups, and says why', async () => {
		refuse('list-groups', { times: 0 });
		const { output } = await create({ options: { waitUntilListed: 600 } });
		const reason = expect.stringContaining('no API credits left') as string;
		const item = { created: true, steps: { listed: { status: 'not_done', reason } } };
		expect(output).toMatchObject([item, item]);
		expect(callsOf('list-groups')).toHaveLength(2);
	});

	test('gives up in time, keeps the group and says so', async () => {
		sandbox.settings.listedAfterMs = 3_600_000;
		const { output, status } = await create({ options: { waitUntilListed: 25 } });
		expect(status).toBe('success');
		const reason = expect.stringContaining('25 seconds') as string;
		const steps = { listed: { status: 'not_done', reason } };
		expect(output).toMatchObject(uuids().map((uuid) => ({ uuid, steps })));
		expect(output).toHaveLength(2);
		expect(callsOf('list-groups').length).toBeLessThanOrEqual(8);
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
		expect(output).toMatchObject([{ summary: { added: 1 } }, { summary: { added: 1 } }]);
		expect(bodiesOf('create-group')).toHaveLength(2);
	});
});

describe('Default Country', () => {
	test.each(['DE', 'de', ' De ', '={{ $json.country }}'])('%s', async (defaultCountry) => {
		await create({ options: { defaultCountry } }, [
			{ name: 'A', people: '0171 3920012, +17137157533', country: 'de' },
			{ name: 'B', people: 1713920012, country: 'DE' },
		]);
		expect(requestedPeople()).toEqual([['+491713920012', ANA], ['+491713920012']]);
	});

	test('may be another one in each item', async () => {
		await create({ options: { defaultCountry: '={{ $json.country }}' } }, [
			{ name: 'A', people: '0171 3920012', country: 'DE' },
			{ name: 'B', people: '07700 900123', country: 'gb' },
			{ name: 'C', people: '(713) 715-7533', country: 'US' },
		]);
		expect(requestedPeople()).toEqual([['+491713920012'], ['+447700900123'], [ANA]]);
	});

	test('is that of From where the option is added and left as it is', async () => {
		const people = ['0981 555666', '0171 3920012'].map((number, index) => ({
			name: 'AB'[index],
			people: [number, ANA],
		}));
		const { output } = await create({ options: { defaultCountry: 'from' } }, people);
		expect(requestedPeople()).toEqual([['+595981555666', ANA], [ANA]]);
		expect(linesOf(output[1])).toMatchObject([{ outcome: 'invalid_number' }, { outcome: 'added' }]);
	});

	test('also applies to From and Admins', async () => {
		const { output } = await create({
			fromNumber: from('0981 048477'),
			additionalFields: { admins: '0981 555666' },
			options: { defaultCountry: 'PY' },
		});
		const admin = { phone_number: '+595981555666' };
		const item = { from_number: FROM, participants: [{}, admin] };
		expect(output).toMatchObject([item, item]);
	});
});
