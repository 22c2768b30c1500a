import { readApiText } from '../../../nodes/shared/api/apiText.ts';
import { isRecord, record } from '../../../nodes/shared/json.ts';
import type { Exchange } from '../connection.mts';
import { byStep, errorForm, good, isAboutPeople, isError, isGood, shapeOf } from '../forms.mts';
import { type Question, type Seen, tried } from './question.mts';

function usage(one: Exchange | undefined): [number, number] {
	const { api_request_count: calls, number_check_count: checks } = record(record(one?.body).usage);
	return [Number(calls), Number(checks)];
}
/** 2chat-api.md 1.5. No table has 500, which is expected nevertheless. */
const STATUSES = [200, 400, 401, 402, 403, 404, 406, 409, 410, 422, 429, 486, 500, 503, 504];

export const ABOUT_REFUSALS: Question[] = [
	{
		section: '7.6',
		question: 'Refusals without a documented form',
		unseen: 'nothing was refused in this way',
		observe: (evidence) => {
			const seen = byStep(evidence, 'add nobody')
				.slice(-1)
				.map((one): Seen => {
					const isKnown = isGood(one) || (one.status ?? 0) === 400 || one.status === 422;
					const value = isGood(one)
						? 'nobody: taken'
						: isKnown
							? 'nobody: rejected'
							: `nobody: ${one.status}`;
					return { what: `an empty list of people (${one.status})`, value };
				});
			for (const one of evidence.log) {
				const people = record(one.body).participants;
				if (typeof people === 'string') {
					seen.push({ what: `${one.step} (${one.status})`, value: 'text in place of the people' });
				} else if (isError(one) && /admin|authorized/.test(readApiText(one.body) ?? '')) {
					const value =
						one.status === 403 || one.status === 200
							? 'not an admin: error'
							: `not an admin: ${one.status}`;
					seen.push({ what: `${one.step} (${one.status})`, value });
				}
				if (one.step !== 'create' || !isError(one)) continue;
				const isLimit = /too many groups|rate-overlimit/.test(readApiText(one.body) ?? '');
				const value = isLimit
					? 'limit on new groups, in words that are known'
					: `creation refused: ${one.status}`;
				seen.push({ what: `create (${one.status})`, value });
			}
			return seen;
		},
		readings: {
			'nobody: taken': 'take',
			'nobody: rejected': 'reject',
			'text in place of the people': 'the library’s words, read as a refusal',
			'not an admin: error': 'an error',
			'limit on new groups, in words that are known': 'ends the creation of groups for the run',
			...Object.fromEntries(
				[400, 401, 402, 403, 404, 406, 422].map((status) => [
					`creation refused: ${status}`,
					'by status',
				]),
			),
		},
	},
	{
		section: '7.7',
		question: 'Which key holds the text of an error',
		unseen: 'no error was met',
		observe: ({ log }) =>
			log
				.filter((one) => isError(one) && !isAboutPeople(one))
				.flatMap((one) => [
					{
						what: `${one.step} (${one.status})`,
						value: errorForm(one.body),
						isWrong: isRecord(one.body) && readApiText(one.body) === null,
					},
					...(STATUSES.includes(one.status ?? 0)
						? []
						: [{ what: one.step, value: `an error with the status ${one.status}` }]),
					...(one.step === 'unknown group' && one.status !== 404 && one.status !== 200
						? [{ what: one.step, value: `a group that does not exist: ${one.status}` }]
						: []),
				]),
		readings: {
			error_message: 'the application’s',
			message: 'as Response codes says',
			detail: 'the gateway’s',
			'detail[].msg': 'FastAPI’s list',
			error: 'the last key that is looked at',
			group: 'text in the place of the group',
			participants: 'text in the place of the people',
			'no JSON': 'a page of a proxy',
		},
	},
	{
		section: '7.8',
		question: 'Rates, and headers about them',
		unseen: 'the account was not asked',
		observe: ({ log }) => {
			const answer = log.find((one) => record(one.body).limits !== undefined);
			const { account, limits } = record(answer?.body);
			const rate = record(limits).requests_per_minute;
			const isTrial = record(account).on_trial === true;
			const seen: Seen[] = [];
			if (answer !== undefined && typeof rate !== 'number') {
				seen.push({ what: 'rate of the account', value: `a rate that is ${shapeOf(rate)}` });
			} else if (answer !== undefined) {
				const value = isTrial ? `on trial: ${String(rate)}` : 'paid: a number';
				seen.push({ what: `${String(rate)} calls a minute`, value });
			}
			for (const one of log) {
				if (one.status === 429) seen.push({ what: '429', value: `Retry-After: ${one.retryAfter}` });
			}
			const headers = [...new Set(log.flatMap((one) => one.rateHeaders))];
			seen.push(...headers.map((name) => ({ what: 'header', value: name })));
			return seen;
		},
		readings: {
			'paid: a number': 'as in the example',
			'on trial: 10': 'as Send message and Check number say',
			'on trial: 30': 'as the newer Response codes say',
			'Retry-After: none': 'the node waits by its own schedule',
			'Retry-After: seconds': 'the node waits as long',
			'Retry-After: date': 'the node waits until then',
		},
	},
	{
		section: '7.9',
		question: 'Which pool a number check draws on',
		unseen: 'needs the stage that tries a group',
		observe: (evidence) => {
			const [again, before, after] = ['again', 'before check', 'after check'].map((which) =>
				usage(good(evidence, `account ${which}`)),
			);
			if (again === undefined || before === undefined || after === undefined) return [];
			const cost = before[0] - again[0];
			const [calls, checks] = [after[0] - before[0] - cost, after[1] - before[1]];
			if (![calls, checks].every((change) => change >= 0)) return [];
			const isClear = [calls, checks].every((change) => [0, 1, 2].includes(change)) && cost < 2;
			const pools = [calls > 0 && 'API credits', checks > 0 && 'checks'].filter(Boolean);
			const value = isClear ? pools.join(' and ') || 'neither' : `${calls} and ${checks}`;
			return [
				{
					what: `a check took ${calls} credits and ${checks} checks; an account call ${cost}`,
					value,
				},
			];
		},
		readings: { 'API credits and checks': 'both', 'API credits': 'api', checks: 'verification' },
	},
	{
		section: '7.16',
		question: 'Status of a success',
		unseen: 'needs a call that changes something',
		observe: ({ log }) =>
			log
				.filter((one) => one.method !== 'GET' && isGood(one))
				.map(({ step, status }) => ({ what: step, value: String(status) })),
		readings: { 200: 'done', 201: 'created', 202: 'accepted and done later' },
	},
	{
		section: '7.20',
		question: 'Length of name and description',
		unseen: 'needs a group of the check’s own; a long name would need a second group',
		observe: (evidence) => tried(evidence, 'long description'),
		readings: { accepted: '2,048 characters', rejected: 'fewer than 2,048; one provider says 512' },
	},
];
