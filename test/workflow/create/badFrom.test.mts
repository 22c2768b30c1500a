import { ERROR_OUTPUT, create, useBench } from '../bench.mts';
import { ANA, BEN, FROM, from } from '../data.mts';
import { expectPlainWords, failedItems, nextStepOf } from '../results.mts';
import { groupNames } from '../twoChat.mts';

// Whatever an expression makes of From: nothing is sent for the item, and the message names the field.

useBench();

/** Runs an item with that From, then a good one. Gives what the user reads about the bad one. */
async function failingFrom(value: unknown) {
	const items = [
		{ name: 'Bad', people: ANA, from: value as string },
		{ name: 'Good', people: BEN, from: FROM },
	];
	const result = await create({ fromNumber: from('={{ $json.from }}') }, items, ERROR_OUTPUT);
	expect(groupNames()).toEqual(['Good']);
	const [failed] = failedItems(result);
	expectPlainWords(failed?.['error'], nextStepOf(failed));
	return { error: failed?.['error'], nextStep: nextStepOf(failed) };
}

test.each([
	['nothing', undefined, 'From is empty'],
	['a name', 'Sales team', 'From: "Sales team" has no digits'],
	['a WhatsApp group id', '120363777777777777@g.us', 'is a group'],
	['two numbers', `${FROM}, +12123334444`, 'From: '],
	['a list', [FROM], 'From: the value'],
	['a switch', true, 'From: '],
])('%s', async (_what, value, text) => {
	const { error } = await failingFrom(value);
	expect(error).toContain(text);
	expect(error).toMatch(/^From/);
});

test.each([
	['another number of nobody', '+442079460958', 'HTTP 404', /belongs to this 2Chat account/],
	['a WABA number', '+447700900003', 'HTTP 406', /another connected WhatsApp number/],
	['a disconnected number', '+447700900001', 'HTTP 410', /connected/],
	['a number whose session failed', '+447700900002', 'HTTP 410', /connected/],
])('%s: 2Chat says so, and so does the node', async (_what, value, status, advice) => {
	const { error, nextStep } = await failingFrom(value);
	expect(error).toContain(status);
	expect(error).toContain(value);
	expect(nextStep).toMatch(advice);
});
