import { isRecord } from '../../nodes/shared/json.ts';
import { EVENT_LABELS } from '../../nodes/TwoChatGroupsTrigger/events.ts';
import { FIELD_WORDS, FIELDS } from './fields.mts';

// Replaces everything that could be somebody's: the same value by the same stand-in wherever it stands, so that
// answers can still be compared. What is kept has to be on a list.

/** What the check itself writes. */
export const OWN_TEXTS = {
	description: 'A check of n8n-nodes-2chat-groups',
	long: 'x'.repeat(2048),
	message: 'A check',
};

/** Values that say nothing of anybody: the words of 2chat-api.md 1.4, 2.8 and 3.1. */
const WORDS = new Set([
	...['C', 'D', 'F', 'WW', 'all', 'true', 'ios', 'android', 'iphone', 'body', 'path', 'query'],
	...['Not authenticated', 'Invalid API Key', 'Not Found', 'Too many requests'],
	...['field required', 'missing', 'ensure this value has at least 1 items'],
	'The participant was added successfully',
	'The participant can be added by sending private invitation only',
	'The phone number is not registered on WhatsApp',
	'You cannot add this participant because they recently left the group',
	'The participant is already a group member',
	"The participant can't be added because the group is full",
	'An unknown error occupied while adding a participant',
	...Object.keys(EVENT_LABELS),
	...Object.values(OWN_TEXTS),
]);

/** Of any other text that holds one of these, this part is kept. */
const PHRASES =
	/admin rights?|not an? admin|not[ -]authorized|too many groups|rate-overlimit|unknown error/i;

const PREFIXES = /^(ACC|WPN|WAG|WGP|CON|MSG|WHK|WAN)/;
const PERSON = /^(\+?)(\d{5,20})((?::\d+)?@(?:c\.us|s\.whatsapp\.net|lid))?$/;

/** Greater numbers may be phone numbers or times. */
const LARGEST_COUNT = 10_000_000;

export class Anonymiser {
	private readonly standIns = new Map<string, number>();
	private readonly counts: Record<string, number> = {};
	private readonly words = new Set<string>();

	/** @param all everything that was typed or answered, whose words no field is named by */
	constructor(all: unknown) {
		this.collect(all);
	}

	value(value: unknown): unknown {
		if (typeof value === 'string') return this.text(value);
		if (typeof value === 'number') {
			return Math.abs(value) < LARGEST_COUNT
				? value
				: LARGEST_COUNT + this.number('n', String(value));
		}
		if (Array.isArray(value)) return value.map((entry: unknown) => this.value(entry));
		if (!isRecord(value)) return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, inner]) => [this.field(name), this.value(inner)]),
		);
	}

	text(text: string): string {
		if (text === '' || WORDS.has(text) || /^\d{1,4}$|^(value|type)_error[a-z_.]*$/.test(text)) {
			return text;
		}
		const person = PERSON.exec(text);
		if (person !== null) {
			const [, plus = '', digits = '', ending = ''] = person;
			const number = 15550100000 + this.number('person', digits);
			return `${plus}${number}${ending.replace(/:\d+/, ':1')}`;
		}
		if (/^[\d-]{6,}@g\.us$/.test(text)) {
			return `${120363000000000000n + BigInt(this.number('g', text))}@g.us`;
		}
		if (/^\w{3,11}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) {
			const end = String(this.number('id', text)).padStart(12, '0');
			return `${PREFIXES.exec(text)?.[0] ?? ''}00000000-0000-4000-8000-${end}`;
		}
		if (/^\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-][\d:]+)?$/.test(text)) {
			return `2026-01-01${text.slice(10).replace(/\d/g, '0')}`;
		}
		if (/^https?:/.test(text)) return `https://example.com/${this.number('url', text)}`;
		return PHRASES.exec(text)?.[0].toLowerCase() ?? `text ${this.number('text', text)}`;
	}

	private field(name: string): string {
		if (FIELDS.has(name)) return name;
		const isPlain = /^[a-z][A-Za-z]*(_[a-z]+)*$/.test(name) && name.length <= 40;
		const parts = name.split('_').map((part) => part.toLowerCase());
		if (isPlain && !parts.some((part) => this.words.has(part) && !FIELD_WORDS.has(part)))
			return name;
		const standIn = this.text(name);
		return standIn.startsWith('text') ? `field ${this.number('field', name)}` : standIn;
	}

	private number(kind: string, text: string): number {
		const key = `${kind} ${text}`;
		const known = this.standIns.get(key);
		if (known !== undefined) return known;
		const next = (this.counts[kind] ?? 0) + 1;
		this.counts[kind] = next;
		this.standIns.set(key, next);
		return next;
	}

	private collect(value: unknown): void {
		if (typeof value === 'string') {
			if (WORDS.has(value)) return;
			for (const word of value.toLowerCase().split(/[^\p{L}]+/u))
				if (word !== '') this.words.add(word);
		} else if (typeof value === 'object' && value !== null) {
			for (const inner of Object.values(value) as unknown[]) this.collect(inner);
		}
	}
}

/** Words that may stand in a path; all else in it is an id, a number or a name. */
const PATH_WORDS =
	/^(info|whatsapp|groups?|create|get-numbers|check-number|messages|send-message|webhooks|subscribe|(add|remove|promote|demote)-participant|set-(description|picture))?$/;

/** `/whatsapp/group/{id}/add-participant`. */
export function template(path: string): string {
	return path
		.split('/')
		.map((part) => (PATH_WORDS.test(part) ? part : '{id}'))
		.join('/');
}
