import { Anonymiser, template } from './anonymous.mts';
import type { Exchange } from './connection.mts';
import type { Evidence } from './forms.mts';
import { QUESTIONS } from './questions/index.mts';
import type { Question, Seen } from './questions/question.mts';
import type { Facts } from './stages.mts';

export interface Answer {
	section: string;
	question: string;
	/** Reading: null for what no document foresees. */
	seen: Array<Seen & { reading: string | null }>;
	unseen: string;
}

/** Made safe before anything is concluded from it, so nothing that is concluded can give anybody away. */
export function anonymise(log: Exchange[], facts: Facts): Evidence {
	const anonymiser = new Anonymiser([facts, log.map(({ sent, body }) => [sent, body])]);
	return {
		log: log.map((one) => ({
			...one,
			path: one.path
				.split('/')
				.map((part) => pathPart(anonymiser, part))
				.join('/'),
			query: anonymiser.value(one.query) as Record<string, unknown>,
			sent: anonymiser.value(one.sent),
			body: anonymiser.value(one.body),
		})),
		facts: {
			...facts,
			from: anonymiser.text(facts.from),
			people: facts.people.map((number) => anonymiser.text(number)),
			name: anonymiser.text(facts.name),
			description: anonymiser.text(facts.description),
			payload: anonymiser.value(facts.payload),
		},
	};
}

function pathPart(anonymiser: Anonymiser, part: string): string {
	return template(part) === part
		? part
		: encodeURIComponent(anonymiser.text(decodeURIComponent(part)));
}

export function answersOf(evidence: Evidence, questions: Question[] = QUESTIONS): Answer[] {
	return questions.map(({ section, question, observe, readings, unseen }) => {
		const seen = new Map<string, Answer['seen'][number]>();
		for (const one of observe(evidence)) {
			const reading = Object.hasOwn(readings, one.value) ? (readings[one.value] ?? null) : null;
			seen.set(JSON.stringify(one), { ...one, reading });
		}
		return { section, question, seen: [...seen.values()], unseen };
	});
}

/** What nobody foresaw comes first, what was not seen last. */
export function inWords(answers: Answer[]): string[] {
	const lines = (wanted: (one: Answer['seen'][number]) => boolean) =>
		answers.flatMap(({ section, question, seen }) => {
			const found = seen.filter(wanted);
			const title = `${section} ${question}`.trim();
			return found.length === 0 ? [] : [title, ...found.map((one) => `  ${sentence(one)}`)];
		});
	const fresh = lines(({ reading }) => reading === null);
	const unseen = answers.filter(({ seen, section }) => seen.length === 0 && section !== '');
	return [
		...(fresh.length === 0
			? ['NEW: nothing. Every answer is one that the documents foresee.']
			: ['NEW: no reading foresees this', ...fresh]),
		'',
		'As foreseen; the numbers are those of the open questions in docs',
		...lines(({ reading }) => reading !== null),
		'',
		'Not seen',
		...unseen.map((one) => `${one.section} ${one.question}: ${one.unseen}`),
	];
}

function sentence({ what, value, reading, node, isWrong }: Answer['seen'][number]): string {
	const judgement =
		isWrong === true
			? 'the node is NOT right with it'
			: reading === null
				? 'look whether the node is right with it'
				: 'the node is right with it';
	const means = reading === null ? 'NEW' : `reading: ${reading}`;
	return `${what}: ${value} (${means}). ${node === undefined ? '' : `${node}; `}${judgement}`;
}

/** Ready for an issue, and for `test/sandbox/recorded`. */
export function toReport(evidence: Evidence, answers: Answer[]): string {
	const exchanges = evidence.log.map(({ step, method, path, query, status, retryAfter, body }) => ({
		...{ step, method, path: template(path), query, status, retryAfter, body },
	}));
	return `${JSON.stringify({ answers, exchanges }, null, '\t')}\n`;
}
