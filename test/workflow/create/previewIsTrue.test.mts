import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, create, engine, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, NOT_ON_WHATSAPP, TWO, groups, sameGroup } from '../data.mts';
import { writes } from '../twoChat.mts';

// What a preview promises is what the same run does.

useBench();

describe('a preview', () => {
	const planOf = (item: IDataObject | undefined) => (item?.['plan'] ?? {}) as IDataObject;
	const creates = ({ error, plan, created }: IDataObject) =>
		error !== undefined
			? 'error'
			: plan === undefined
				? created
				: (plan as IDataObject)['creates_group'];

	/** The preview beside the real run. */
	async function both(items: IDataObject[], parameters: IDataObject) {
		const options = { ...(parameters['options'] as IDataObject), previewOnly: true };
		const { output: previews } = await create({ ...parameters, options }, items, CONTINUE);
		expect(writes()).toEqual([]);
		sandbox.calls.length = 0;
		const { output } = await create(parameters, items, CONTINUE);
		const planned = (field: string) =>
			previews.reduce((total, item) => total + Number(planOf(item)[field] ?? 0), 0);
		return {
			planned: {
				calls: planned('calls'),
				credits: planned('credits'),
				groups: previews.map(creates),
			},
			real: { calls: writes().length, credits: sandbox.calls.length, groups: output.map(creates) },
		};
	}

	test('with a new Unique Key', async () => {
		await engine.installDeduplication();
		const { planned, real } = await both(TWO, { options: { uniqueKey: '={{ $json.name }}' } });
		expect(planned).toEqual(real);
	});

	test('with an admin who is not on WhatsApp', async () => {
		const { planned, real } = await both(TWO, {
			additionalFields: { admins: NOT_ON_WHATSAPP },
			options: { checkNumbersFirst: true },
		});
		expect(planned).toEqual(real);
	});

	test.each(['create', 'use', 'stop'])(
		'beyond Max Groups per Run, with %s',
		async (ifGroupExists) => {
			const { planned, real } = await both(groups(4), { options: { maxGroups: 2, ifGroupExists } });
			expect(planned.groups).toEqual(real.groups);
		},
	);

	test.each(['use', 'stop'])('of two rows with one name, with %s', async (ifGroupExists) => {
		const { planned, real } = await both(sameGroup(ANA, BEN), { options: { ifGroupExists } });
		expect(planned.groups).toEqual(real.groups);
	});

	test('of two rows with one Unique Key', async () => {
		await engine.installDeduplication();
		const { planned, real } = await both(sameGroup(ANA, BEN), { options: { uniqueKey: 'one' } });
		expect(planned.groups).toEqual(real.groups);
	});

	test('of a Unique Key where n8n keeps no keys', async () => {
		await engine.removeDeduplication();
		const { planned, real } = await both(TWO, { options: { uniqueKey: '={{ $json.name }}' } });
		expect(planned.groups).toEqual(real.groups);
	});
});
