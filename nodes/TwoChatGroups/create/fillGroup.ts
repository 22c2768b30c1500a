import { record } from '../../shared/json';
import type { Json } from '../../shared/json';
import { memberFinder, readMembers } from '../../shared/groups/members';
import type { Verdict } from '../../shared/groups/outcomes';
import { changePeople } from '../members/changePeople';
import { restoreVerdict, storeVerdict } from '../../shared/memory/executionMemory';
import type { LedgerEntry, StoredVerdicts } from '../../shared/memory/executionMemory';
import { checkNumber, getGroup } from '../../shared/api/endpoints';
import type { Session } from './createRun';
import type { Wish } from './groupRequest';

/** What became of one of the wish's people. */
export type VerdictOf = (number: string) => Verdict;

/**
 * Gets everyone into the group who is not yet accounted for, and notes each answer in the ledger at once,
 * so that a re-run goes on where this one ended.
 */
export async function fillGroup(
	session: Session,
	wish: Wish,
	entry: LedgerEntry,
): Promise<VerdictOf> {
	const { people: stored } = entry;
	const unsettled = new Map<string, Verdict>();
	const open = () => wish.people.filter((number) => !stored[number]);
	const client = session.client.withTimeout(wish.options.timeoutMs);
	const uuid = entry.uuid ?? '';
	const verdictOf: VerdictOf = (number) => {
		const verdict = stored[number];
		return verdict ? restoreVerdict(verdict) : (unsettled.get(number) ?? CLOSED);
	};
	if (open().length === 0) return verdictOf;

	// A group that was not made by an answered request may have some of the people already.
	if (entry.created !== true || entry.recovered === true) {
		const group = await getGroup(client, uuid);
		if (!group.ok) doubt(open());
		const member = memberFinder(group.ok ? readMembers(group.body) : []);
		for (const number of open()) {
			if (member(number) !== undefined) settle(number, ALREADY_IN);
		}
	}
	if (entry.closed === true) {
		for (const number of open()) leave(number, CLOSED);
		return verdictOf;
	}
	// Whoever stands in the ledger was looked at before the group was made.
	const unknown = open().filter((number) => stored[number] === undefined);
	const checked = await checkPeople(session, wish, unknown);
	for (const number of unknown) stored[number] = checked[number] ?? null;
	const group = { uuid, fromNumber: wish.fromNumber };
	let isThrough = false;
	try {
		for await (const chunk of changePeople(client, 'add', group, open())) {
			chunk.people.forEach((number, index) => {
				const verdict = chunk.verdicts[index];
				if (verdict === undefined) return;
				if (chunk.answer === null) leave(number, verdict);
				else settle(number, verdict);
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
	return verdictOf;

	function doubt(numbers: string[]): void {
		entry.unsure = [...new Set([...(entry.unsure ?? []), ...numbers])];
	}

	/** For a re-run to try again. Until then nobody says "not sent" of people whom a lost call may have added. */
	function leave(number: string, verdict: Verdict): void {
		if (verdict.outcome === 'unknown') doubt([number]);
		const isUnsure = entry.unsure?.includes(number) === true && verdict.outcome === 'not_attempted';
		unsettled.set(number, isUnsure ? { ...verdict, outcome: 'unknown' } : verdict);
	}

	function settle(number: string, verdict: Verdict): void {
		// In a group that this wish has made, "already" can only mean an earlier call for the same wish.
		const isOurs = entry.created === true && verdict.outcome === 'already_member';
		stored[number] = storeVerdict(isOurs ? { ...verdict, outcome: 'added' } : verdict);
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
 * @param numbers those to ask about
 * @returns a verdict for each of those to leave out
 */
export async function checkPeople(
	{ client }: Session,
	{ fromNumber, options }: Wish,
	numbers: string[],
): Promise<StoredVerdicts> {
	const leftOut: StoredVerdicts = {};
	if (!options.checkNumbersFirst) return leftOut;
	for (const number of numbers) {
		const check = await checkNumber(client.withTimeout(options.timeoutMs), fromNumber, number);
		const { is_valid: isValid, on_whatsapp: onWhatsApp } = record(check.ok ? check.body : null);
		const isMissing = onWhatsApp === false || (isValid === false && onWhatsApp === undefined);
		if (isMissing) leftOut[number] = storeVerdict(NOT_ON_WHATSAPP);
	}
	return leftOut;
}
