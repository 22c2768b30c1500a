import fs from 'node:fs';
import path from 'node:path';

import type { Answer, Route } from './route.mts';

// Answers of the live 2Chat, as `npm run check:live -- --report file.json` writes them: put the file into
// test/sandbox/recorded. A success of the sandbox then takes the recorded form of that endpoint: the fields that
// were recorded, under their names, as text or number, and the status. What they hold is still the sandbox's own;
// fields that it does not know get the recorded stand-in.

interface Exchange {
	method: string;
	/** `/whatsapp/group/{id}`. */
	path: string;
	status: number | null;
	body: unknown;
}

type Json = Record<string, unknown>;

/** The first recorded success of each endpoint. */
export type Recorded = ReadonlyMap<string, Exchange>;

/** @param folder may be missing, which is as good as empty */
export function readRecorded(folder: string | undefined): Recorded {
	const recorded = new Map<string, Exchange>();
	if (folder === undefined || !fs.existsSync(folder)) return recorded;
	for (const file of fs.readdirSync(folder).sort()) {
		if (!file.endsWith('.json')) continue;
		const text = fs.readFileSync(path.join(folder, file), 'utf8');
		for (const exchange of (JSON.parse(text) as { exchanges: Exchange[] }).exchanges) {
			const { method, path: template, status, body } = exchange;
			const key = `${method} ${template}`;
			const isGood = status !== null && status < 300 && !(isJson(body) && body.success === false);
			if (isGood && !recorded.has(key)) recorded.set(key, exchange);
		}
	}
	return recorded;
}

export function inRecordedForm(recorded: Recorded, route: Route, answer: Answer): Answer {
	const exchange = recorded.get(`${route.method} ${route.path.replace(/:\w+/g, '{id}')}`);
	if (exchange === undefined || answer.status > 299) return answer;
	return {
		...answer,
		status: exchange.status ?? answer.status,
		body: inFormOf(exchange.body, answer.body),
	};
}

/** The sandbox's own value in the form of a recorded one. */
function inFormOf(form: unknown, own: unknown): unknown {
	if (own === undefined) return form;
	if (Array.isArray(form)) {
		const entries: unknown[] = Array.isArray(own)
			? own
			: (Object.values(own ?? {}).find(Array.isArray) ?? []);
		const [first] = form as unknown[];
		return first === undefined ? entries : entries.map((entry) => inFormOf(first, entry));
	}
	if (isJson(form)) return isJson(own) ? fieldsLike(form, own) : form;
	if (typeof form === 'string' && typeof own === 'number') return String(own);
	if (typeof form === 'number' && typeof own === 'string' && own !== '') return Number(own);
	return typeof form === 'string' && isJson(own) ? form : own;
}

function fieldsLike(form: Json, given: Json): Json {
	const own = inBothForms(given);
	// People are keyed by number: all of the sandbox's own, each like one who was recorded.
	const samples = Object.entries(form).filter(([key]) => isNumber(key));
	const fields = Object.entries(form).filter(([key]) => !isNumber(key));
	const hasPeople = samples.length > 0 || fields.length === 0;
	const people = Object.entries(own).filter(([key]) => hasPeople && isNumber(key));
	return Object.fromEntries([
		...people.map(([key, one]) => [key, inFormOf(samples.at(-1)?.[1] ?? one, one)]),
		...fields.map(([name, inner]) => [
			name,
			inFormOf(inner, own[name] ?? own[OTHER_NAMES[name] ?? '']),
		]),
	]) as Json;
}

/** People as a map and as two lists, whichever of them the sandbox has. */
function inBothForms(own: Json): Json {
	const { accepted_numbers: yes, unaccepted_numbers: no } = own;
	const map = Object.entries(isJson(own.participants) ? own.participants : own);
	const people = map
		.filter(([key]) => isNumber(key))
		.map(([key, one]) => ({ key, one: one as Json }));
	if (people.length === 0 && Array.isArray(yes) && Array.isArray(no)) {
		const coded = (numbers: unknown[], code: number) =>
			Object.fromEntries(numbers.map((number) => [String(number), { statusCode: code }]));
		return { ...coded(yes, 200), ...coded(no, 404), ...own };
	}
	if (people.length === 0 || yes !== undefined) return own;
	const isAccepted = ({ one }: { one: Json }) => String(one.statusCode ?? one.code) !== '404';
	const keys = (accepted: boolean) =>
		people.filter((person) => isAccepted(person) === accepted).map(({ key }) => key);
	return { ...own, accepted_numbers: keys(true), unaccepted_numbers: keys(false) };
}

/** One thing under two names (2chat-api.md 2.8). */
const OTHER_NAMES: Readonly<Record<string, string>> = { code: 'statusCode', statusCode: 'code' };

function isNumber(key: string): boolean {
	return /^\+?\d{5,}$/.test(key);
}

function isJson(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
