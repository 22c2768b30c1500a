import { type Evidence, byStep, formOf, good, isGood } from '../forms.mts';

/** One thing that the service did. */
export interface Seen {
	what: string;
	/** The form of it: one of the question's readings, or something new. */
	value: string;
	/** What the node made of it, where that can be told. */
	node?: string;
	isWrong?: boolean;
}

export interface Question {
	/** Of 2chat-api.md 7; empty for what no question there asks. */
	section: string;
	question: string;
	observe: (evidence: Evidence) => Seen[];
	/** The documented readings: what each value means. */
	readings: Record<string, string>;
	/** Why nothing may be seen of it. */
	unseen: string;
}

/** How the node ended with a change, when 2Chat answered it with a success. */
export function outcome({ facts }: Evidence, step: string): Pick<Seen, 'node' | 'isWrong'> {
	const outcomes = facts.outcomes[step] ?? [];
	if (outcomes.length === 0) return {};
	return { node: `the node reads "${outcomes.join(', ')}"`, isWrong: outcomes.includes('unknown') };
}

export function answerOf(evidence: Evidence, step: string): Seen[] {
	const answer = good(evidence, step);
	return answer === undefined
		? []
		: [
				{
					what: `answer of ${step}`,
					value: `${step}: ${formOf(answer.body)}`,
					...outcome(evidence, step),
				},
			];
}

export function each(steps: string[], forms: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		steps.flatMap((step) =>
			Object.entries(forms).map(([form, means]): [string, string] => [`${step}: ${form}`, means]),
		),
	);
}

export function tried(evidence: Evidence, step: string): Seen[] {
	return byStep(evidence, step)
		.slice(-1)
		.map((one) => ({
			what: `${step} (${one.status})`,
			value: isGood(one)
				? 'accepted'
				: [400, 422].includes(one.status ?? 0) || one.status === 200
					? 'rejected'
					: `refused with ${one.status}`,
		}));
}
