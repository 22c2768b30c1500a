import { isRecord, record } from '../json';
import type { Json } from '../json';
import { DONE, judge } from './outcomes';
import type { MemberChange, Outcome, ParticipantResult } from './outcomes';
import { endsAlike, looseKey } from '../phone/phoneNumber';

/** What 2Chat answers to create and add, whichever of its shapes it came in (2chat-api.md 2.1, 2.4, 2.5). */
export interface MembershipAnswer {
	/** 2Chat's word about each number, under the key that 2Chat used. */
	people: Map<string, PersonAnswer>;
	/** It is of that form at all, be it about the sender alone or nobody. Then a list adds nothing to it. */
	isByPerson: boolean;
	accepted: string[];
	unaccepted: string[];
	/** Text in the place where the people should be: nobody was handled (2chat-api.md 5.2). */
	refusal: string | null;
}

interface PersonAnswer {
	statusCode: number | null;
	message: string | null;
	inviteSent: boolean;
}

/** Reads the part of an answer that holds `participants`: `group` for create, the whole body otherwise. */
export function readMembershipAnswer(part: unknown): MembershipAnswer {
	const outer = record(part);
	// The lists stand beside the people on create, inside them on remove, in either place on add.
	const inner = record(outer.participants);
	return {
		people: readPeople(inner),
		isByPerson: isRecord(outer.participants) && !hasLists(inner),
		accepted: numbers(outer.accepted_numbers) ?? numbers(inner.accepted_numbers) ?? [],
		unaccepted: numbers(outer.unaccepted_numbers) ?? numbers(inner.unaccepted_numbers) ?? [],
		refusal: typeof outer.participants === 'string' ? outer.participants.slice(0, 300) : null,
	};
}

/** One result for each number sent, in the order sent. */
export function judgePeople(sent: string[], answer: MembershipAnswer): ParticipantResult[] {
	const person = matcher(sent, [...answer.people.keys()]);
	const accepted = matcher(sent, answer.accepted);
	const unaccepted = matcher(sent, answer.unaccepted);
	return sent.map((phoneNumber) => {
		const key = person(phoneNumber);
		const found = key === null ? undefined : answer.people.get(key);
		const listed =
			unaccepted(phoneNumber) !== null
				? 'unaccepted'
				: accepted(phoneNumber) !== null
					? 'accepted'
					: null;
		const statusCode = found?.statusCode ?? null;
		const inviteSent = found?.inviteSent ?? false;
		// "Accepted" may mean no more than "has WhatsApp" (2chat-api.md 2.1).
		const isLeftOpen = found === undefined && answer.isByPerson && listed === 'accepted';
		return {
			outcome: isLeftOpen ? 'unknown' : judge(statusCode, inviteSent, listed),
			statusCode,
			message: found?.message ?? null,
			inviteSent,
			listed,
		};
	});
}

/**
 * Finds the key that 2Chat gave a number: the same, one that differs only in the ways numbers on WhatsApp
 * do (Mexico, Brazil, Argentina; 2chat-api.md 3.3), or the only one left over when only one is missing.
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
	const left = keys.filter((key) => !taken.has(key));
	return (phoneNumber) => {
		const key = direct(phoneNumber);
		if (key !== null || missing.length !== 1 || left.length !== 1) return key;
		const [only] = left;
		return only !== undefined && endsAlike(only, phoneNumber) ? only : null;
	};
}

function hasLists(people: Json): boolean {
	const isList = people.accepted_numbers !== undefined || people.unaccepted_numbers !== undefined;
	return isList && !Object.keys(people).some(isPerson);
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
	if (typeof value !== 'object' || value === null) {
		return { statusCode: code(value), message: null, inviteSent: false };
	}
	const person = record(value);
	// The sender, who is listed by create although nobody asked for them.
	if (person.isGroupCreator === true) return null;
	return {
		statusCode: code(person.statusCode) ?? code(person.code),
		message: typeof person.message === 'string' ? person.message.slice(0, 300) : null,
		inviteSent: person.isInviteV4Sent === true,
	};
}

/** Codes are numbers in 2Chat's examples and text in the protocol underneath (2chat-api.md 2.8). */
function code(value: unknown): number | null {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) ? number : null;
}

function numbers(value: unknown): string[] | null {
	if (!Array.isArray(value)) return null;
	return value
		.filter((entry) => typeof entry === 'string' || typeof entry === 'number')
		.map(String);
}

/** One result for each number sent, in the order sent. */
export function judgeChange(
	change: MemberChange,
	sent: string[],
	answer: MembershipAnswer,
): ParticipantResult[] {
	const results = judgePeople(sent, answer);
	if (change === 'add') return results;
	const { people, accepted, unaccepted } = answer;
	const saysNothing = people.size + accepted.length + unaccepted.length === 0;
	// Whether promote and demote answer more than `success` is open (2chat-api.md 2.6); remove does.
	const isEnough = saysNothing && change !== 'remove';
	return results.map((result) => ({
		...result,
		outcome: isEnough ? DONE[change] : outcomeOf(change, result),
	}));
}

/** "Unaccepted" means: not in the group, not on WhatsApp, or otherwise not possible (2chat-api.md 2.5). */
function outcomeOf(change: MemberChange, { outcome }: ParticipantResult): Outcome {
	if (outcome === 'added') return DONE[change];
	return outcome === 'not_on_whatsapp' ? 'not_member' : 'unknown';
}
