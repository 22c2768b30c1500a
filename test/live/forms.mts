import { isRecord, record, type Json } from '../../nodes/shared/json.ts';
import { template } from './anonymous.mts';
import type { Exchange } from './connection.mts';
import { FIELDS } from './fields.mts';
import type { Facts } from './stages.mts';

// What an answer looks like, apart from what it holds.

/** Everything that was answered, anonymised. */
export interface Evidence {
	log: Exchange[];
	facts: Facts;
}

export const byStep = ({ log }: Evidence, step: string) => log.filter((one) => one.step === step);
export const isGood = ({ status, body }: Exchange) =>
	status !== null && status < 300 && record(body).success !== false && record(body).error !== true;
export const isError = (one: Exchange) => one.status !== null && !isGood(one);
/** `success: false` may still tell what became of each person. */
export const isAboutPeople = ({ body }: Exchange) =>
	isRecord(record(body).participants) || isRecord(record(body).group);
export const good = (evidence: Evidence, step: string) => byStep(evidence, step).find(isGood);
export const isNumber = (key: string) => /^\+?\d{5,}$/.test(key);
export const keysOf = (value: unknown) => Object.keys(record(value));
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
/** Of a list in either envelope. */
export const entries = (one: Exchange | undefined) =>
	list(Array.isArray(one?.body) ? one.body : record(one?.body).data).map(record);
export const ids = (one: Exchange | undefined) => entries(one).map(({ uuid }) => String(uuid));
/** `data` of a success. */
export const dataOf = (evidence: Evidence, step: string) =>
	record(record(good(evidence, step)?.body).data);

/** A value without its contents. People are one key. */
export function shapeOf(value: unknown): string {
	if (Array.isArray(value)) return `[${value.length === 0 ? '' : shapeOf(value[0])}]`;
	if (!isRecord(value)) return value === null ? 'null' : value === '' ? 'nothing' : typeof value;
	const parts = Object.entries(value).map(
		([key, inner]) => `${isNumber(key) ? '<number>' : key}: ${shapeOf(inner)}`,
	);
	return `{${[...new Set(parts)].join(', ')}}`;
}

/** The form of an answer about people or of a plain one (2chat-api.md 2.4 to 2.7). */
export function formOf(body: unknown): string {
	if (body === '') return 'no body';
	const { success, participants, batched, ...rest } = record(body);
	const outer = keysOf(rest).filter((key) => !/^(un)?accepted_numbers$/.test(key));
	if (success !== true || outer.length > 0) return shapeOf(body);
	if (participants === undefined) {
		if (keysOf(rest).length > 0) return shapeOf(body);
		return batched === undefined ? 'plain' : batched === true ? 'batched' : shapeOf(body);
	}
	const keys = keysOf(participants);
	const { accepted_numbers: yes, unaccepted_numbers: no } = record(participants);
	const others = keys.filter((key) => !/^((un)?accepted_numbers|timestamp)$/.test(key));
	if (Array.isArray(yes) && Array.isArray(no) && others.length === 0) return 'lists';
	const people = others.map((key) => record(participants)[key]);
	const isMap = people.length > 0 && others.every(isNumber);
	return isMap && people.every((one) => 'statusCode' in record(one) || 'code' in record(one))
		? 'map'
		: shapeOf(body);
}

/** An answer about people as the node reads it: what it holds of each person who was sent. */
export interface People {
	step: string;
	body: Json;
	part: Json;
	sent: string[];
	map: Array<[string, Json]>;
}

export function peopleIn(evidence: Evidence, steps = ['create', 'add']): People[] {
	return steps.flatMap((step) =>
		byStep(evidence, step)
			.filter(isAboutPeople)
			.map(({ body, sent }) => {
				const whole = record(body);
				const part = isRecord(whole.group) ? whole.group : whole;
				const asked = record(record(sent).group ?? sent).participants;
				const map = Object.entries(record(part.participants)).flatMap(
					([key, one]): Array<[string, Json]> =>
						isNumber(key) && isRecord(one) && one.isGroupCreator !== true ? [[key, one]] : [],
				);
				return { step, body: whole, part, sent: list(asked).map(String), map };
			}),
	);
}

export const listed = ({ part }: People, name: string) =>
	list(part[name] ?? record(part.participants)[name]).map(String);

/** Which key holds the text of an error (2chat-api.md 1.4). */
export function errorForm(body: unknown): string {
	if (!isRecord(body)) return typeof body === 'string' ? 'no JSON' : shapeOf(body);
	const isList = Array.isArray(body.detail) && body.detail.every((one) => 'msg' in record(one));
	const keys = ['error_message', 'message', 'detail', 'error', 'group', 'participants'].filter(
		(key) => typeof body[key] === 'string',
	);
	if (isList) keys.push('detail[].msg');
	return keys.length === 0 ? shapeOf(body) : keys.join(' and ');
}

/** With their place: `data.nickname`. */
export function unknownFields(value: unknown, place = ''): string[] {
	if (Array.isArray(value)) return [...new Set(value.flatMap((one) => unknownFields(one, place)))];
	return Object.entries(record(value)).flatMap(([key, inner]) => [
		...(FIELDS.has(key) || isNumber(key) ? [] : [`${place}${key}`]),
		...unknownFields(inner, isNumber(key) ? place : `${place}${key}.`),
	]);
}

/** What an answer cannot do without, by endpoint: `{}` is an object, `[]` a list (2chat-api.md 1 to 3). */
const DOCUMENTED: Record<string, string> = {
	'GET /info': 'account{} limits{} usage{}',
	'GET /whatsapp/get-numbers': 'numbers[]',
	'GET /whatsapp/group/{id}': 'data{} data.uuid data.participants[]',
	'GET /whatsapp/check-number/{id}/{id}': 'is_valid',
	'POST /whatsapp/group/create': 'group{} group.uuid group.wa_group_id group.participants{}',
	'POST /whatsapp/group/{id}/add-participant': 'participants{}',
	'POST /whatsapp/group/{id}/remove-participant':
		'participants{} participants.accepted_numbers[] participants.unaccepted_numbers[]',
	'POST /whatsapp/send-message': 'message_uuid',
	'POST /webhooks/subscribe/{id}': 'data{} data.uuid',
	'GET /webhooks': 'webhooks[]',
	'DELETE /webhooks/{id}': 'success',
};

/** What is documented and is not there. */
export function missingParts({ method, path, body }: Exchange): string[] {
	return (DOCUMENTED[`${method} ${template(path)}`] ?? '').split(' ').filter((part) => {
		const names = part
			.replace(/[[\]{}]/g, '')
			.split('.')
			.filter(Boolean);
		const value = names.reduce((inner: unknown, name) => record(inner)[name], body);
		// Text in the place of the people is a reading of its own.
		if (part.endsWith('{}')) return !isRecord(value) && typeof value !== 'string';
		return part.endsWith('[]') ? !Array.isArray(value) : part !== '' && value === undefined;
	});
}
