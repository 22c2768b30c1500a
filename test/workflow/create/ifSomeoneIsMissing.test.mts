import { CONTINUE, failedItems, linesOf, outcomesOf, TO_ERROR_OUTPUT } from './expectations.mts';
import { BY_ITEM, FROM, useBench, people } from './harness.mts';

// If Someone Is Missing decides whether an item fails whose group exists, but not with everybody in it.

const [ANA, BEN] = ['+17137157533', '+18647351567'] as const;
const NOT_ON_WHATSAPP = '+447700900101';
const INVITED = '+447700900102';
const NEEDS_INVITE = '+447700900103';

const ROWS = [
	{ name: 'All', people: [ANA, BEN] },
	{ name: 'Some', people: [ANA, NOT_ON_WHATSAPP, INVITED] },
	{ name: 'Nobody', people: [NEEDS_INVITE, NOT_ON_WHATSAPP] },
	{ name: 'After', people: [BEN] },
];

const bench = useBench();

function run(ifSomeoneIsMissing: string | undefined, more = {}) {
	const options = ifSomeoneIsMissing === undefined ? {} : { ifSomeoneIsMissing };
	return bench.create({ ...BY_ITEM, options }, ROWS, more);
}

function uuidOf(name: string): string {
	return bench.sandbox.world.groups.find((group) => group.name === name)?.uuid ?? '';
}

test.each([undefined, 'report'])('%s: every item succeeds and has its report', async (mode) => {
	const { output, status } = await run(mode);
	expect(status).toBe('success');
	expect(output.map(outcomesOf)).toEqual([
		['added', 'added'],
		['added', 'not_on_whatsapp', 'invited'],
		['needs_invite', 'not_on_whatsapp'],
		['added'],
	]);
	// n8n takes an item with a truthy `error` for a failed one and may run the node again.
	for (const item of output) expect(item).not.toHaveProperty('error');
});

describe.each([
	['failIfAnyone', ['Some', 'Nobody']],
	['failIfNobody', ['Nobody']],
])('%s', (mode, failing) => {
	test('to the error output: the failed items carry the uuid and the report', async () => {
		const result = await run(mode, TO_ERROR_OUTPUT);
		const good = ROWS.map(({ name }) => name).filter((name) => !failing.includes(name));
		expect(result.output.map(({ name }) => name)).toEqual(good);
		const failed = failedItems(result);
		expect(failed.map(({ name }) => name)).toEqual(failing);
		for (const item of failed) {
			const name = String(item['name']);
			const details = item['message'] as { uuid: string; summary: object };
			expect(details.uuid).toBe(uuidOf(name));
			expect(outcomesOf(item['message'] as never)).toHaveLength(
				ROWS.find((row) => row.name === name)?.people.length ?? 0,
			);
			expect(item['error']).toContain(uuidOf(name));
		}
		expect(bench.groupNames()).toEqual(ROWS.map(({ name }) => name));
	});

	test('to the regular output: the failed items stand at their place', async () => {
		const { output } = await run(mode, CONTINUE);
		expect(output).toHaveLength(ROWS.length);
		ROWS.forEach(({ name }, index) => {
			const item = output[index];
			if (!failing.includes(name)) expect(item).toMatchObject({ name });
			else {
				expect(Object.keys(item ?? {}).sort()).toEqual(['error', 'message']);
				expect(item).toMatchObject({ message: { uuid: uuidOf(name), name } });
			}
		});
	});

	test('stopping: the error tells of the group and of those made before', async () => {
		const { status, error } = await run(mode);
		expect(status).toBe('error');
		const [first = ''] = failing;
		expect(error?.context).toMatchObject({ details: { uuid: uuidOf(first), name: first } });
		expect(error?.message).toContain(uuidOf(first));
		expect(error?.description).toContain('The group exists');
		expect(error?.description).toContain(`"All" (${uuidOf('All')})`);
		expect(bench.groupNames()).not.toContain('After');
	});

	test('never makes a group again when n8n tries again', async () => {
		const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		await run(mode, { settings });
		expect(new Set(bench.groupNames()).size).toBe(bench.groupNames().length);
	});
});

test('the message counts the missing and names them with the outcome', async () => {
	const result = await run('failIfAnyone', TO_ERROR_OUTPUT);
	expect(failedItems(result).map(({ error }) => error)).toEqual([
		`2 of 3 people are not in the group "Some" (${uuidOf('Some')}): ${NOT_ON_WHATSAPP} (not on WhatsApp), ${INVITED} (invited)`,
		`Nobody could be added to the group "Nobody" (${uuidOf('Nobody')}): ${NEEDS_INVITE} (has to be invited), ${NOT_ON_WHATSAPP} (not on WhatsApp)`,
	]);
});

test('a number that cannot be used counts as missing, a duplicate and the sender do not', async () => {
	const parameters = { ...BY_ITEM, options: { ifSomeoneIsMissing: 'failIfAnyone' } };
	const result = await bench.create(
		parameters,
		[
			{ name: 'A', people: [ANA, ANA, FROM] },
			{ name: 'B', people: [ANA, 'n/a'] },
		],
		TO_ERROR_OUTPUT,
	);
	expect(result.output.map(({ name }) => name)).toEqual(['A']);
	expect(failedItems(result)).toHaveLength(1);
	expect(failedItems(result)[0]?.['error']).toContain('1 of 2 people are not in the group "B"');
});

test('of many missing people the message names a few and counts the others', async () => {
	bench.sandbox.settings.strangers = 'notOnWhatsApp';
	const parameters = { ...BY_ITEM, options: { ifSomeoneIsMissing: 'failIfAnyone' } };
	const result = await bench.create(
		parameters,
		[
			{ name: 'A', people: [ANA, ...people(30)] },
			{ name: 'B', people: [BEN, ...people(30)] },
		],
		TO_ERROR_OUTPUT,
	);
	for (const item of failedItems(result)) {
		expect(item['error']).toMatch(/^30 of 31 people .* and 25 more$/);
		expect(linesOf(item['message'] as never)).toHaveLength(31);
	}
	expect(failedItems(result)).toHaveLength(2);
});

test('members of a group that was there before are not missing', async () => {
	for (const name of ['A', 'B']) {
		bench.sandbox.world.addGroup({ name, phoneNumber: FROM, members: [{ phoneNumber: ANA }] });
	}
	const { status } = await bench.create(
		{ ...BY_ITEM, options: { ifGroupExists: 'use', ifSomeoneIsMissing: 'failIfAnyone' } },
		[
			{ name: 'A', people: [ANA] },
			{ name: 'B', people: [ANA, BEN] },
		],
	);
	expect(status).toBe('success');
});
