import type { IDataObject } from 'n8n-workflow';

import { create, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, INVITED, NOT_ON_WHATSAPP, REFUSED, REFUSED_NUMBERS } from '../data.mts';
import { lists, people } from '../data.mts';
import { linesOf, outcomesOf } from '../results.mts';
import { addGroups, changeAnswers } from '../twoChat.mts';

// What became of each person, read from the answers of 2Chat in every shape that they may have.

useBench();

/** What an answer says of people: about a group in it when it was created, else at the top. */
interface Said {
	participants?: Record<string, unknown>;
}

/** Changes what the answers to both calls say of people. */
function changeWhatIsSaid(change: (said: Said) => Said): void {
	changeAnswers('create-group', (answer) => {
		const { group, ...rest } = answer as { group: Said };
		return { ...rest, group: change(group) };
	});
	changeAnswers('add-participant', (answer) => change(answer as Said));
}

/** Joins a new group, but adding them to an existing one ends with 400. */
const ADD_FAILS = '+447700900107';

const LISTS = (['absent', 'top', 'inside'] as const).flatMap((listsOnAdd) =>
	(['onWhatsApp', 'joined'] as const).map((acceptedMeans) => ({ listsOnAdd, acceptedMeans })),
);

const SHAPES = (['number', 'string'] as const).flatMap((statusCodeType) =>
	(['statusCode', 'code'] as const).flatMap((statusCodeKey) =>
		LISTS.map((shape) => ({ statusCodeType, statusCodeKey, ...shape })),
	),
);

describe('the code of each person decides, in whatever shape it comes', () => {
	test.each(SHAPES)('%j', async (shape) => {
		Object.assign(sandbox.settings, shape);
		const hard = [...REFUSED_NUMBERS, ADD_FAILS];
		const { output } = await create({}, lists(hard, [...people(10), ...hard]));
		const [byCreate, byAdd] = output.map(linesOf);
		const codes = REFUSED.map(({ number, code, outcome }) => ({
			phone_number: number,
			status_code: code,
			outcome,
			invite_sent: outcome === 'invited',
		}));
		expect(byCreate).toMatchObject([...codes, { outcome: 'added', status_code: 200 }]);
		expect(byAdd?.slice(10)).toMatchObject([...codes, { outcome: 'unknown', status_code: 400 }]);
		expect(output).toMatchObject([
			{ summary: { people: 8, in_group: 1, missing: 7 } },
			{ summary: { people: 18, in_group: 10, missing: 8 } },
		]);
	});

	test('409 in a group that was there before means already a member', async () => {
		addGroups(['A', 'B'], ANA);
		// 2Chat's stored copy may not show the member yet, so the node asks to add them.
		changeAnswers('get-group', (answer) => {
			const { data, ...rest } = answer as { data: IDataObject };
			return { ...rest, data: { ...data, participants: [] } };
		});
		const options = { ifGroupExists: 'use' };
		const { output } = await create({ options }, lists([ANA, BEN], [ANA, BEN]));
		const expected = {
			participants: [
				{ outcome: 'already_member', status_code: 409 },
				{ outcome: 'added', status_code: 200 },
			],
			summary: { in_group: 2, missing: 0 },
		};
		expect(output).toMatchObject([expected, expected]);
	});

	test.each([
		{ how: 'with its words', message: 'Odd thing', words: 'Odd thing' },
		{ how: 'without words', message: undefined, words: '777' },
	])('a code that nobody has documented is passed through $how', async ({ message, words }) => {
		changeWhatIsSaid(({ participants, ...said }) => ({
			...said,
			participants: { ...participants, [ANA]: { statusCode: 777, message } },
		}));
		const { output } = await create({}, lists([ANA, BEN], [ANA, BEN]));
		const reason = expect.stringContaining(words) as string;
		for (const item of output) {
			expect(linesOf(item)).toMatchObject([
				{ outcome: 'unknown', status_code: 777, reason },
				{ outcome: 'added' },
			]);
		}
	});

	test('an answer without people tells only who is not on WhatsApp', async () => {
		Object.assign(sandbox.settings, { acceptedMeans: 'joined', listsOnAdd: 'top' });
		changeWhatIsSaid(({ participants: _people, ...said }) => said);
		const many = [...people(9), NOT_ON_WHATSAPP, ANA, INVITED];
		const { output } = await create({}, lists(many, many));
		const unknown = people(9).map(() => 'unknown');
		const expected = [...unknown, 'not_on_whatsapp', 'unknown', 'not_on_whatsapp'];
		expect(output.map(outcomesOf)).toEqual([expected, expected]);
	});

	// "Accepted" may mean no more than "has WhatsApp" (2chat-api.md 2.1).
	test.each(LISTS)('nobody whom the answer leaves out is taken for added: %j', async (shape) => {
		Object.assign(sandbox.settings, { refusedInMap: false, ...shape });
		const { output } = await create(
			{},
			lists([...people(10), ANA, ...REFUSED_NUMBERS], [...REFUSED_NUMBERS, ANA]),
		);
		expect(output).toMatchObject([
			{ summary: { people: 18, in_group: 11, missing: 7 } },
			{ summary: { people: 8, in_group: 1, missing: 7 } },
		]);
	});
});
