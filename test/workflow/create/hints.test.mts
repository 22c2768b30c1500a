import { create, useBench } from '../bench.mts';
import { ANA, FROM, INVITED, NEEDS_INVITE, NOT_ON_WHATSAPP } from '../data.mts';
import { groups, lists, people } from '../data.mts';

// The line above the output that tells who is missing, so that nobody has to open the items to find out.

useBench();

test('3 of 14 people are not in the group', async () => {
	const missing = [NOT_ON_WHATSAPP, INVITED, NEEDS_INVITE];
	const { hints } = await create({}, lists([...people(11), ...missing], people(14)));
	expect(hints).toEqual([
		{
			message: `3 of 14 people are not in the group "A": ${NOT_ON_WHATSAPP} (not on WhatsApp), ${INVITED} (invited), ${NEEDS_INVITE} (has to be invited)`,
			type: 'warning',
			location: 'outputPane',
		},
	]);
});

test.each([
	{ because: 'everybody is in, or was named twice', people: [ANA, ANA, FROM], options: {} },
	{ because: 'it is a preview', people: [ANA, 'n/a'], options: { previewOnly: true } },
])('none when $because', async ({ people: first, options }) => {
	const { hints } = await create({ options }, lists(first, ANA));
	expect(hints).toEqual([]);
});

test('many groups with missing people do not bury the output', async () => {
	const { hints } = await create({}, groups(12, { people: [ANA, NOT_ON_WHATSAPP] }));
	expect(hints).toHaveLength(6);
	expect(hints[0]?.message).toContain('"G0"');
	expect(hints[5]?.message).toMatch(/^People were left out of further groups/);
});
