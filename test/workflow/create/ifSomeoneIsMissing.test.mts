import type { IDataObject } from 'n8n-workflow';

import { ERROR_OUTPUT, create, sandbox, useBench, type How } from '../bench.mts';
import { ANA, BEN, FROM, INVITED, NEEDS_INVITE, NOT_ON_WHATSAPP } from '../data.mts';
import { lists, people } from '../data.mts';
import { errorsOf, failedItems, linesOf, outcomesOf } from '../results.mts';
import { addGroups, changeAnswers, groupNames, groupOf } from '../twoChat.mts';

// If Someone Is Missing decides whether an item fails whose group exists, but not with everybody in it.

useBench();

const ROWS = [
	{ name: 'All', people: [ANA, BEN] },
	{ name: 'Some', people: [ANA, NOT_ON_WHATSAPP, INVITED] },
	{ name: 'Nobody', people: [NEEDS_INVITE, NOT_ON_WHATSAPP] },
	{ name: 'After', people: [BEN] },
];
const NAMES = ROWS.map(({ name }) => name);

async function run(ifSomeoneIsMissing: string, how: How = {}, rows: IDataObject[] = ROWS) {
	return await create({ options: { ifSomeoneIsMissing } }, rows, how);
}

const uuidOf = (name: string) => groupOf(name)?.uuid ?? '';

test.each([{}, { ifSomeoneIsMissing: 'report' }])(
	'%j: every item succeeds and has its report',
	async (options) => {
		const { output, status } = await create({ options }, ROWS);
		expect(status).toBe('success');
		expect(output.map(outcomesOf)).toEqual([
			['added', 'added'],
			['added', 'not_on_whatsapp', 'invited'],
			['needs_invite', 'not_on_whatsapp'],
			['added'],
		]);
		// n8n takes an item with a truthy `error` for a failed one and may run the node again.
		for (const item of output) expect(item).not.toHaveProperty('error');
	},
);

describe.each([
	{ mode: 'failIfAnyone', failing: ['Some', 'Nobody'] },
	{ mode: 'failIfNobody', failing: ['Nobody'] },
])('$mode', ({ mode, failing }) => {
	test('to the error output: the failed items carry the uuid and the report', async () => {
		const result = await run(mode, ERROR_OUTPUT);
		const good = NAMES.filter((name) => !failing.includes(name));
		expect(result.output.map(({ name }) => name)).toEqual(good);
		const failed = failedItems(result);
		expect(failed).toMatchObject(
			ROWS.filter(({ name }) => failing.includes(name)).map(({ name, people: asked }) => ({
				name,
				error: expect.stringContaining(uuidOf(name)) as string,
				message: { uuid: uuidOf(name), participants: asked.map((input) => ({ input })) },
			})),
		);
		expect(groupNames()).toEqual(NAMES);
	});

	test('stopping: the error tells of the group and of those made before', async () => {
		const { status, error } = await run(mode);
		const [name = ''] = failing;
		const uuid = uuidOf(name);
		expect(status).toBe('error');
		expect(error?.context).toMatchObject({ details: { uuid, name } });
		expect(error?.message).toContain(uuid);
		expect(error?.description).toContain('The group exists');
		expect(error?.description).toContain(`"All" (${uuidOf('All')})`);
		expect(groupNames()).not.toContain('After');
	});
});

test('the message counts the missing and names them with the outcome', async () => {
	const result = await run('failIfAnyone', ERROR_OUTPUT);
	expect(errorsOf(result)).toEqual([
		`2 of 3 people are not in the group "Some" (${uuidOf('Some')}): ${NOT_ON_WHATSAPP} (not on WhatsApp), ${INVITED} (invited)`,
		`Nobody could be added to the group "Nobody" (${uuidOf('Nobody')}): ${NEEDS_INVITE} (has to be invited), ${NOT_ON_WHATSAPP} (not on WhatsApp)`,
	]);
});

test.each([
	['failIfNobody', 'Nobody is known to be in the group'],
	['failIfAnyone', '1 of 2 people are not known to be in the group'],
])('the message does not say more than 2Chat did, with %s', async (option, words) => {
	// Accepted means that they have WhatsApp.
	const people = option === 'failIfNobody' ? undefined : { [BEN]: { statusCode: 200 } };
	changeAnswers('create-group', (answer) => {
		const { group } = answer as { group: IDataObject };
		return { ...(answer as object), group: { ...group, participants: people } };
	});
	const result = await run(option, ERROR_OUTPUT, lists([ANA, BEN], [ANA, BEN]));
	const error = expect.stringContaining(words) as string;
	expect(errorsOf(result)).toEqual([error, error]);
	const [hint] = result.hints;
	expect(hint?.message).toContain('people are not known to be in the group "A"');
});

test('a number that cannot be used counts as missing, a duplicate and the sender do not', async () => {
	const result = await run('failIfAnyone', ERROR_OUTPUT, lists([ANA, ANA, FROM], [ANA, 'n/a']));
	expect(result.output).toMatchObject([{ name: 'A' }]);
	expect(errorsOf(result)).toEqual([
		expect.stringContaining('1 of 2 people are not in the group "B"'),
	]);
});

test('of many missing people the message names a few and counts the others', async () => {
	sandbox.settings.strangers = 'notOnWhatsApp';
	const rows = lists([ANA, ...people(30)], [BEN, ...people(30)]);
	const failed = failedItems(await run('failIfAnyone', ERROR_OUTPUT, rows));
	expect(failed).toHaveLength(2);
	for (const { error, message } of failed) {
		expect(error).toMatch(/^30 of 31 people .* and 25 more$/);
		expect(linesOf(message as never)).toHaveLength(31);
	}
});

test('members of a group that was there before are not missing', async () => {
	addGroups(['A', 'B'], ANA);
	const options = { ifGroupExists: 'use', ifSomeoneIsMissing: 'failIfAnyone' };
	const { status } = await create({ options }, lists([ANA], [ANA, BEN]));
	expect(status).toBe('success');
});
