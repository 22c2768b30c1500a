import { judgePeople } from './membershipAnswer';
import type { MembershipAnswer } from './membershipAnswer';
import type { Outcome, Verdict } from './outcomes';

export type MemberChange = 'add' | 'remove' | 'promote' | 'demote';

/** What the change makes of those to whom it is done. */
export const DONE = {
	add: 'added',
	remove: 'removed',
	promote: 'promoted',
	demote: 'demoted',
} as const satisfies Record<MemberChange, Outcome>;

/** One verdict for each number sent, in the order sent. */
export function judgeChange(
	change: MemberChange,
	sent: string[],
	answer: MembershipAnswer,
): Verdict[] {
	const verdicts = judgePeople(sent, answer);
	if (change === 'add') return verdicts;
	const { people, accepted, unaccepted } = answer;
	const saysNothing = people.size + accepted.length + unaccepted.length === 0;
	// Whether promote and demote answer more than `success` is open (2chat-api.md 2.6); remove does.
	const isEnough = saysNothing && change !== 'remove';
	return verdicts.map((verdict) => ({
		...verdict,
		outcome: isEnough ? DONE[change] : outcomeOf(change, verdict),
	}));
}

/** "Unaccepted" means: not in the group, not on WhatsApp, or otherwise not possible (2chat-api.md 2.5). */
function outcomeOf(change: MemberChange, { outcome }: Verdict): Outcome {
	if (outcome === 'added') return DONE[change];
	return outcome === 'not_on_whatsapp' ? 'not_member' : 'unknown';
}
