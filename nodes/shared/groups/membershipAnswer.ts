import { isRecord, record, type Json } from '../json';
import { endsAlike, looseKey } from '../phone/number/phoneNumber';
import {
	DONE,
	toOutcome,
	type MemberChange,
	type Outcome,
	type ParticipantResult,
} from './outcomes';

/** What 2Chat answers to a change of people, whichever of its shapes it came in (2chat-api.md 2.1, 2.4 to 2.6). */
export interface MembershipAnswer {
	/** 2Chat's word about each number, under the key that 2Chat used. */
	people: Map<string, PersonAnswer>;
	accepted: string[];
	unaccepted: string[];
	/** Text in the place where the people should be: nobody was handled (2chat-api.md 5.2). */
	refusal: string | null;
	/** A success, and none of the places for people is there. */
	isPlain: boolean;
}

type PersonAnswer = Pick<ParticipantResult, 'statusCode' | 'message' | 'inviteSent'>;

/** Reads the part of an answer that holds `participants`: `group` for create, the whole body otherwise. */
export function readMembershipAnswer(part: unknown): MembershipAnswer {
	// Where promote and demote put what they say is open (2chat-api.md 2.6); other answers are wrapped in `data`.
	const body = record(part);
	const outer = [record(body.data), body].find(hasPlace) ?? body;
	// The lists stand beside the people on create, inside them on remove, in either place on add.
	const inner = record(outer.participants);
	return {
		people: readPeople(inner),
		accepted: numbers(outer.accepted_numbers, inner.accepted_numbers),
		unaccepted: numbers(outer.unaccepted_numbers, inner.unaccepted_numbers),
		refusal: typeof outer.participants === 'string' ? outer.participants.slice(0, 300) : null,
		isPlain: body.success === true && !hasPlace(outer),
	};
}

/** Whether there is a place for people. */
function hasPlace({ participants, accepted_numbers, unaccepted_numbers }: Json): boolean {
	return [participants, accepted_numbers, unaccepted_numbers].some(
		(place) => place !== undefined && place !== null,
	);
}

/** Whether it says anything about anybody. */
export function isAboutPeople({ people, accepted, unaccepted }: MembershipAnswer): boolean {
	return people.size + accepted.length + unaccepted.length > 0;
}

/** One result for each number sent, in the order sent. */
export function readResults(
	change: MemberChange,
	sent: string[],
	answer: MembershipAnswer,
): ParticipantResult[] {
	// Whether promote and demote answer more than `success` is open (2chat-api.md 2.6); the others do.
	const isPlainSuccess = answer.isPlain && (change === 'promote' || change === 'demote');
	const person = matcher(sent, [...answer.people.keys()]);
	const accepted = matcher(sent, answer.accepted);
	const unaccepted = matcher(sent, answer.unaccepted);
	return sent.map((phoneNumber) => {
		if (isPlainSuccess) return { outcome: DONE[change] };
		const found = answer.people.get(person(phoneNumber) ?? '');
		const isAccepted = accepted(phoneNumber) !== null;
		const isUnaccepted = unaccepted(phoneNumber) !== null;
		if (isAccepted && isUnaccepted) return { outcome: 'unknown', ...found };
		const listed: ParticipantResult['listed'] = isAccepted
			? 'accepted'
			: isUnaccepted
				? 'unaccepted'
				: undefined;
		const said = { ...found, ...(listed === undefined ? {} : { listed }) };
		return { outcome: change === 'add' ? toOutcome(said) : outcomeOf(change, said), ...said };
	});
}

/**
 * "Unaccepted" means: not in the group, not on WhatsApp, or otherwise not possible; "accepted" is all that
 * these answers say of success (2chat-api.md 2.5).
 */
function outcomeOf(change: MemberChange, said: Omit<ParticipantResult, 'outcome'>): Outcome {
	if (said.statusCode === undefined && said.listed === 'accepted') return DONE[change];
	const outcome = toOutcome(said);
	if (outcome === 'added') return DONE[change];
	return outcome === 'not_on_whatsapp' ? 'not_member' : 'unknown';
}

/**
 * Finds the key that 2Chat gave a number: the same, one that differs only in the ways numbers on WhatsApp
 * do (Mexico, Brazil, Argentina; 2chat-api.md 3.3), or, if its last digits agree, the only one left over when only one is missing.
 */
function matcher(sent: string[], keys: string[]): (phoneNumber: string) => string | null {
	const exact = new Set(keys);
	// Nearly always, and quicker to see than what follows.
	if (keys.length === 0) return () => null;
	if (sent.every((phoneNumber) => exact.has(phoneNumber))) return (phoneNumber) => phoneNumber;
	const loose = new Map(keys.map((key) => [looseKey(key), key]));
	const direct = (phoneNumber: string) =>
		exact.has(phoneNumber) ? phoneNumber : (loose.get(looseKey(phoneNumber)) ?? null);
	const taken = new Set(sent.map(direct));
	const missing = sent.filter((phoneNumber) => direct(phoneNumber) === null);
	const unmatched = keys.filter((key) => !taken.has(key));
	return (phoneNumber) => {
		const key = direct(phoneNumber);
		if (key !== null || missing.length !== 1 || unmatched.length !== 1) return key;
		const [only] = unmatched;
		return only !== undefined && endsAlike(only, phoneNumber) ? only : null;
	};
}

/** Not every key is a number: remove has a timestamp and two lists there (2chat-api.md 2.5). */
function isPerson(key: string): boolean {
	return /^\+?\d/.test(key) && !/@(lid|g\.us)$/.test(key);
}

function readPeople(people: Json): Map<string, PersonAnswer> {
	const answers = new Map<string, PersonAnswer>();
	for (const [key, value] of Object.entries(people)) {
		const answer = isPerson(key) ? readPerson(value) : null;
		if (answer !== null) answers.set(key, answer);
	}
	return answers;
}

function readPerson(value: unknown): PersonAnswer | null {
	if (!isRecord(value)) return withCode(value);
	// The sender, who is listed by create although nobody asked for them.
	if (value.isGroupCreator === true) return null;
	const { message, isInviteV4Sent } = value;
	return {
		...withCode(value.statusCode ?? value.code),
		...(typeof message === 'string' ? { message: message.slice(0, 300) } : {}),
		...(isInviteV4Sent === true ? { inviteSent: true as const } : {}),
	};
}

/** Codes are numbers in 2Chat's examples and text in the protocol underneath (2chat-api.md 2.8). */
function withCode(value: unknown): { statusCode?: number } {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) ? { statusCode: number } : {};
}

/** Those of all lists that are there. */
function numbers(...lists: unknown[]): string[] {
	const all = lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
	return [...new Set(all.filter(isText).map(String))];
}

function isText(value: unknown): boolean {
	return typeof value === 'string' || typeof value === 'number';
}
