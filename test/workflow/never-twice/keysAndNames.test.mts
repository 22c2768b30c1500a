import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, create, engine, retryOf, sandbox, useBench } from '../bench.mts';
import { CARLOS, FROM, OTHER_FROM, TWO, from } from '../data.mts';
import { groupNames, groupOf, refuse, requestedNames } from '../twoChat.mts';

// A Unique Key stands for the group that was asked for with it, and for no other.

const BY_KEY = { options: { uniqueKey: '={{ $json.deal }}' } };
const DEALS = TWO.map((item, index) => ({ ...item, deal: `deal-${index + 1}` }));

useBench();
beforeEach(async () => await engine.installDeduplication());

describe('the group of a Unique Key', () => {
	test('that people have renamed since is not made again, and found under its new name', async () => {
		await create(BY_KEY, DEALS);
		for (const group of sandbox.world.groups) group.name += ', renamed';
		const { output } = await create(BY_KEY, DEALS, CONTINUE);
		expect(output.map(({ error }) => error)).toEqual(
			DEALS.map(
				({ name, deal }) =>
					`Unique Key "${deal}" was used before, but ${FROM} has no group named "${name}"`,
			),
		);
		const renamed = DEALS.map((item) => ({ ...item, name: `${item.name}, renamed` }));
		expect((await create(BY_KEY, renamed)).output).toMatchObject(
			sandbox.world.groups.map(({ uuid }) => ({ uuid, created: false })),
		);
		expect(requestedNames()).toEqual(['A', 'B']);
	});

	test.each([{}, { previewOnly: true }])(
		'is not given for another name in the same execution (%j)',
		async (more) => {
			const items: IDataObject[] = [
				...DEALS.map((item) => ({ ...item, deal: 'the same' })),
				{ name: 'C', people: CARLOS, deal: 'another' },
			];
			const { output } = await create({ options: { ...BY_KEY.options, ...more } }, items, CONTINUE);
			expect(output).toMatchObject([
				{ name: 'A' },
				{ error: expect.stringContaining('Unique Key "the same"') as string },
				{ name: 'C' },
			]);
			expect(output[1]?.['error']).toContain('"A"');
			expect(requestedNames()).toEqual('previewOnly' in more ? [] : ['A', 'C']);
		},
	);
});

test('the group of a Unique Key is not given for another number in the same execution', async () => {
	const items = [FROM, OTHER_FROM].map((number) => ({ ...DEALS[0], number }));
	const parameters = { ...BY_KEY, fromNumber: from('={{ $json.number }}') };
	const { output } = await create(parameters, items, CONTINUE);
	expect(output).toMatchObject([
		{ from_number: FROM, created: true },
		{
			error: `Unique Key "deal-1" was used before, for the group "A" on ${FROM} and not for "A" on ${OTHER_FROM}`,
		},
	]);
	expect(requestedNames()).toEqual(['A']);
});

describe('a Unique Key in a retry', () => {
	test.each([
		['added', {}],
		['corrected', { options: { uniqueKey: '=wrong {{ $json.deal }}' } }],
	])('%s before it stands for the group that there is', async (_, before) => {
		refuse('create-group', { nth: 2 });
		const failed = await create(before, DEALS);
		expect(groupNames()).toEqual(['A']);
		const retried = await create(BY_KEY, DEALS, retryOf(failed));
		expect(retried.output).toMatchObject([{ created: true }, { created: true }]);
		const later = await create(BY_KEY, DEALS);
		expect(later.output).toMatchObject([
			{ uuid: groupOf('A')?.uuid, created: false },
			{ uuid: groupOf('B')?.uuid, created: false },
		]);
		expect(groupNames()).toEqual(['A', 'B']);
	});
});
