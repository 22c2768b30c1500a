import { record } from '../domain/json';
import type { Json } from '../domain/json';
import { memberFinder, readMembers } from '../domain/members';
import type { Verdict } from '../domain/outcomes';
import { changePeople } from '../membership/changePeople';
import { restoreVerdict, storeVerdict } from '../memory/ledger';
import type { LedgerEntry, StoredVerdict } from '../memory/ledger';
import { checkNumber, getGroup } from '../transport/endpoints';
import type { Session } from './session';
import type { Wish } from './wish';

/**
 * Gets everyone into the group who is not yet accounted for, and notes each answer in the ledger at once,
 * so that a re-run goes on where this one ended.
 *
 * @returns one verdict for each of the wish's people, in order
 */
export async function fillGroup(
	session: Session,
	wish: Wish,
	entry: LedgerEntry,
): Promise<Verdict[]> {
	const stored = (entry.people ??= wish.people.map(() => null));
	const unsettled = new Map<number, Verdict>();
	const open = () => [...wish.people.keys()].filter((index) => !stored[index]);
	const client = session.client.withTimeout(wish.options.timeoutMs);
	const uuid = entry.uuid ?? '';
	const verdicts = () =>
		wish.people.map((_, index) => {
			const verdict = stored[index];
			return verdict ? restoreVerdict(verdict) : (unsettled.get(index) ?? CLOSED);
		});
	if (open().length === 0) return verdicts();

	// A group that was not made by an answered request may have some of the people already.
	if (entry.created !== true || entry.recovered === true) {
		const group = await getGroup(client, uuid);
		if (!group.ok) doubt(open());
		const member = memberFinder(group.ok ? readMembers(group.body) : []);
		for (const index of open()) {
			if (member(wish.people[index] ?? '') !== undefined) settle(index, ALREADY_IN);
		}
	}
	if (entry.closed === true) {
		for (const index of open()) leave(index, CLOSED);
	} else {
		// For a new group that was done before it was made.
		if (entry.created !== true) {
			const checked = await checkPeople(session, wish, open());
			for (const index of open()) stored[index] = checked[index] ?? null;
		}
		const places = open();
		const numbers = places.flatMap((index) => wish.people[index] ?? []);
		const group = { uuid, fromNumber: wish.fromNumber };
		let isThrough = false;
		try {
			for await (const chunk of changePeople(client, 'add', group, numbers)) {
				const indices = places.splice(0, chunk.people.length);
				indices.forEach((index, position) => {
					const verdict = chunk.verdicts[position];
					if (verdict === undefined) return;
					if (chunk.answer === null) leave(index, verdict);
					else settle(index, verdict);
				});
				if (chunk.answer !== null && wish.options.output === 'raw') {
					(entry.raw ??= []).push({
						operation: 'add-participant',
						answer: record(chunk.answer) as Json,
					});
				}
			}
			isThrough = true;
		} finally {
			// Stopped, maybe in the middle of a call.
			if (!isThrough) doubt(open());
		}
	}
	return verdicts();

	function doubt(indices: number[]): void {
		entry.unsure = [...new Set([...(entry.unsure ?? []), ...indices])];
	}

	/** For a re-run to try again. Until then nobody says "not sent" of people whom a lost call may have added. */
	function leave(index: number, verdict: Verdict): void {
		if (verdict.outcome === 'unknown') doubt([index]);
		const isUnsure = entry.unsure?.includes(index) === true && verdict.outcome === 'not_attempted';
		unsettled.set(index, isUnsure ? { ...verdict, outcome: 'unknown' } : verdict);
	}

	function settle(index: number, verdict: Verdict): void {
		// In a group that this wish has made, "already" can only mean an earlier call for the same wish.
		const isOurs = entry.created === true && verdict.outcome === 'already_member';
		stored[index] = storeVerdict(isOurs ? { ...verdict, outcome: 'added' } : verdict);
	}
}

const NO_ANSWER: Omit<Verdict, 'outcome'> = {
	statusCode: null,
	message: null,
	inviteSent: false,
	listed: null,
};
const ALREADY_IN: Verdict = { ...NO_ANSWER, outcome: 'already_member' };
const CLOSED: Verdict = {
	...NO_ANSWER,
	outcome: 'not_attempted',
	message: 'An earlier execution with this Unique Key has made the group, so nobody was added now',
};
const NOT_ON_WHATSAPP: Verdict = {
	...NO_ANSWER,
	outcome: 'not_on_whatsapp',
	message: 'Checked before anybody was added',
};

/**
 * Check Numbers First: who is not on WhatsApp and need not be sent. A number whose check fails is sent.
 *
 * @param indices places of those to ask about
 * @returns one place for each of the wish's people: a verdict for those to leave out, else null
 */
export async function checkPeople(
	{ client }: Session,
	wish: Wish,
	indices: number[] = [...wish.people.keys()],
): Promise<Array<StoredVerdict | null>> {
	const result: Array<StoredVerdict | null> = wish.people.map(() => null);
	if (!wish.options.checkNumbersFirst) return result;
	for (const index of indices) {
		const check = await checkNumber(
			client.withTimeout(wish.options.timeoutMs),
			wish.fromNumber,
			wish.people[index] ?? '',
		);
		const { is_valid: isValid, on_whatsapp: onWhatsApp } = record(check.ok ? check.body : null);
		const isMissing = onWhatsApp === false || (isValid === false && onWhatsApp === undefined);
		if (isMissing) result[index] = storeVerdict(NOT_ON_WHATSAPP);
	}
	return result;
}
