import { ERROR_OUTPUT, create, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, lists } from '../data.mts';
import { errorsOf, outcomesOf } from '../results.mts';
import { expectRefused, groupNames, requestedPeople } from '../twoChat.mts';

// Participants is a text field, and an expression may put anything into it. These run n8n's own expressions.

const ALL = [ANA, BEN, CARLOS];

useBench();

describe('expressions that make the value', () => {
	const json = {
		contacts: ALL.map((phone) => ({ phone, vip: phone !== BEN })),
		nested: [[ANA], [[BEN, CARLOS]]],
		/** What the node itself puts out. */
		participants: ALL.map((phone_number) => ({ phone_number, outcome: 'added' })),
		first: ANA,
		second: BEN,
		digits: Number(CARLOS.slice(1)),
	};

	test.each([
		['={{ $json.contacts.map(c => c.phone) }}', ALL],
		['={{ $json.contacts.filter(c => c.vip) }}', [ANA, CARLOS]],
		['={{ $json.first }}, {{ $json.second }}', [ANA, BEN]],
		['={{ "+" + $json.digits }}', [CARLOS]],
		['=+{{ $json.digits }}', [CARLOS]],
		['={{ [$json.first, $json.missing, $json.second] }}', [ANA, BEN]],
		['={{ JSON.stringify($json.contacts) }}', ALL],
		['={{ $json.nested }}', ALL],
		['={{ $json.participants }}', ALL],
		['={{ $json }}', ALL],
	])('%s', async (expression, expected) => {
		const items = ['A', 'B'].map((name) => ({ name, ...json }));
		await create({ participants: expression }, items);
		expect(requestedPeople()).toEqual([expected, expected]);
	});

	test('{{ $input.all() }} asks for everybody of all items', async () => {
		const participants = '={{ $input.all().map(i => i.json.phone) }}';
		const items = [{ phone: ANA }, { phone: BEN }];
		await create({ name: 'Everybody', participants }, items, { executeOnce: true });
		expect(requestedPeople()).toEqual([[ANA, BEN]]);
	});
});

describe('expressions that yield nothing', () => {
	test.each(['={{ $json.missing }}', '={{ $json.contacts?.map(c => c.phone) }}'])(
		'%s fails the item and says so',
		async (participants) => {
			const result = await create({ participants }, [{ name: 'A' }, { name: 'B' }]);
			expectRefused(result, 'Participants is empty');
			expect(result.error?.description).toContain('expression in Participants');
		},
	);

	test('a blank in a list of numbers is nobody', async () => {
		const { output } = await create({ participants: '={{ $json.list.map(p => p.phone) }}' }, [
			{ name: 'A', list: [{ phone: ANA }, {}, { phone: '' }] },
			{ name: 'B', list: [{ phone: BEN }] },
		]);
		expect(output.map(outcomesOf)).toEqual([['added', 'empty', 'empty'], ['added']]);
	});

	test('an expression that breaks fails its own item only', async () => {
		const participants = "={{ $json.people ?? $('Nowhere').item.json.people }}";
		const result = await create({ participants }, lists(ANA, undefined, CARLOS), ERROR_OUTPUT);
		expect(groupNames()).toEqual(['A', 'C']);
		expect(errorsOf(result)).toHaveLength(1);
	});
});
