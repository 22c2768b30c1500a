import fc from 'fast-check';

import type { Settings } from '../../../sandbox/sandbox.mts';
import { CHOICES, DEFAULT_SETTINGS } from '../../../sandbox/settings.mts';
import { chance } from './plan.mts';

/** The open questions of 2chat-api.md 7 in all their readings, and delays of all sizes. */
export const readings: fc.Arbitrary<Partial<Settings>> = fc
	.record({
		...(Object.fromEntries(
			Object.entries(CHOICES).map(([name, values]) => [name, fc.constantFrom(...values)]),
		) as { [Name in keyof Settings]?: fc.Arbitrary<Settings[Name]> }),
		refusedInMap: chance(15).map((isQuiet) => !isQuiet),
		successWhenNobody: chance(30).map((isDenied) => !isDenied),
		listedAfterMs: fc.constantFrom(0, 0, 0, 2, 6, 20, 600_000),
		readableAfterMs: fc.constantFrom(0, 0, 0, 2, 6, 20),
		usableAfterMs: fc.constantFrom(0, 0, 0, 2, 6, 20),
		membersShownAfterMs: fc.constantFrom(0, 0, 0, 2, 6, 20, 600_000),
		groupPageCap: fc.constantFrom(0, 0, 10),
		groupsPerDay: fc.constantFrom(0, 0, 30, 2),
	})
	.map((drawn) =>
		drawn.refusedInMap
			? drawn
			: {
					...drawn,
					// Denying success and saying nothing else is a plain refusal.
					successWhenNobody: true,
					// Lists inside the map are then an answer like that to a removal, where "accepted" means "done".
					listsOnAdd: drawn.listsOnAdd === 'inside' ? 'top' : (drawn.listsOnAdd ?? 'absent'),
				},
	)
	.map(inWords);

/** Prints as those that are not as usual. */
function inWords(drawn: Partial<Settings>): Partial<Settings> {
	const print = () => {
		const isUnusual = ([name, value]: [string, unknown]) =>
			value !== DEFAULT_SETTINGS[name as keyof Settings];
		return `2Chat ${JSON.stringify(Object.fromEntries(Object.entries(drawn).filter(isUnusual)))}`;
	};
	// Unseen, so that it does not become a setting.
	return Object.defineProperty(drawn, fc.toStringMethod, { value: print });
}
