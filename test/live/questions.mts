import { readApiText } from '../../nodes/shared/api/apiText.ts';
import { isRecord, record } from '../../nodes/shared/json.ts';
import { template } from './anonymous.mts';
import type { Exchange } from './connection.mts';
import {
	type Evidence,
	byStep,
	errorForm,
	formOf,
	good,
	ids,
	isAboutPeople,
	isError,
	isGood,
	keysOf,
	list,
	listed,
	missingParts,
	peopleIn,
	shapeOf,
	unknownFields,
} from './forms.mts';

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
	/** Of 2chat-api.md section 7; empty for what no question there asks. */
	section: string;
	question: string;
	observe: (evidence: Evidence) => Seen[];
	/** The documented readings: what each value means. */
	readings: Record<string, string>;
	/** Why nothing may be seen of it. */
	unseen: string;
}

/** How the node ended with a change, when 2Chat answered it with a success. */
function outcome({ facts }: Evidence, step: string): Pick<Seen, 'node' | 'isWrong'> {
	const outcomes = facts.outcomes[step] ?? [];
	if (outcomes.length === 0) return {};
	return { node: `the node reads "${outcomes.join(', ')}"`, isWrong: outcomes.includes('unknown') };
}

function answerOf(evidence: Evidence, step: string): Seen[] {
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

function each(steps: string[], forms: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		steps.flatMap((step) =>
			Object.entries(forms).map(([form, means]): [string, string] => [`${step}: ${form}`, means]),
		),
	);
}

function usage(one: Exchange | undefined): [number, number] {
	const { api_request_count: calls, number_check_count: checks } = record(record(one?.body).usage);
	return [Number(calls), Number(checks)];
}

/** 2chat-api.md 1.5, and 500, which is in no table and expected nevertheless. */
const STATUSES = [200, 400, 401, 402, 403, 404, 406, 409, 410, 422, 429, 486, 500, 503, 504];
const BUSY = [409, 410, 486];
const CODES = ['200', '400', '403', '404', '408', '409', '417', '419'];
const TEN_LIKE_REMOVE = { lists: 'like remove', map: 'like add', plain: 'nothing but success' };

export const QUESTIONS: Question[] = [
	{
		section: '7.1',
		question: 'Paging of the group list',
		unseen: 'needs a number with groups',
		observe: (evidence) => {
			const first = byStep(evidence, 'groups')[0];
			if (first === undefined || !isGood(first)) return [];
			const found = ids(first);
			const { count, data } = record(first.body);
			const isBare = Array.isArray(first.body);
			const envelope = isBare ? 'a bare array' : Array.isArray(data) ? 'data' : shapeOf(first.body);
			const read = evidence.facts.read.groups;
			const seen: Seen[] = [
				{
					what: 'envelope of the list',
					value: envelope,
					node: read === undefined ? 'the node finds no list' : `the node reads ${read} groups`,
					isWrong: read === undefined || read < found.length,
				},
			];
			const probes = ['page_number', 'page'].map((name) => {
				const answer = byStep(evidence, `groups ${name}`).at(-1);
				if (answer === undefined || !isGood(answer)) return 'refused';
				return ids(answer).join() === found.join() ? 'ignored' : 'understood';
			});
			const isPaged = ['page_number', 'page'].some((name) =>
				ids(byStep(evidence, `groups ${name}`).at(-1)).some((id) => !found.includes(id)),
			);
			if (count === undefined) seen.push({ what: 'count', value: 'no count' });
			else if (typeof count !== 'number' || count < found.length) {
				seen.push({ what: 'count', value: `a count that fits nothing: ${typeof count}` });
			} else {
				const value = count > found.length ? 'of all' : isPaged ? 'of the page' : 'page or all';
				seen.push({ what: 'count', value });
			}
			if (found.length === 0) return seen;
			const [number = '', page = ''] = probes;
			const value = `page_number ${number}, page ${page}`;
			return [...seen, { what: `second page after ${found.length} groups`, value }];
		},
		readings: {
			data: 'the documented envelope',
			'a bare array': 'as one client takes it',
			'no count': 'as all clients show it',
			'of all': 'the whole list',
			'of the page': 'the entries of this page',
			'page or all': 'one page held all, so it may be either',
			'page_number understood, page understood': 'both',
			'page_number understood, page ignored': 'page_number',
			'page_number ignored, page understood': 'page',
			'page_number ignored, page ignored': 'ignored',
			'page_number refused, page refused': 'a refused page, which ends the list',
		},
	},
	{
		section: '7.2',
		question: 'Answers of promote, demote, description, picture',
		unseen: 'needs a group of the check’s own, and a success',
		observe: (evidence) =>
			['promote', 'demote', 'description', 'picture'].flatMap((step) => answerOf(evidence, step)),
		readings: {
			...each(['promote', 'demote'], TEN_LIKE_REMOVE),
			...each(['description', 'picture'], {
				plain: 'nothing but success',
				batched: 'queued, like the number’s own picture',
				'no body': 'a status without a body',
			}),
		},
	},
	{
		section: '7.3',
		question: 'Place of the two lists on add',
		unseen: 'needs an answer to add',
		observe: (evidence) =>
			peopleIn(evidence, ['add']).map(({ body }) => {
				const hasLists = (value: unknown) =>
					keysOf(value).some((key) => /accepted_numbers$/.test(key));
				const places = [hasLists(body) && 'top', hasLists(body.participants) && 'inside'];
				const value = places.filter(Boolean).join(' and ') || 'absent';
				return { what: 'lists', value };
			}),
		readings: {
			absent: 'as in the example of add',
			top: 'beside the people',
			inside: 'as on remove',
		},
	},
	{
		section: '7.4',
		question: 'What "accepted" means for a 403, and whether invitations go out',
		unseen: 'needs a person whose privacy settings let nobody add them',
		observe: (evidence) =>
			peopleIn(evidence).flatMap((answer) =>
				answer.map.flatMap(([key, one]) => {
					if (String(one.statusCode ?? one.code) !== '403') return [];
					const inList = ['accepted_numbers', 'unaccepted_numbers'].filter((name) =>
						listed(answer, name).includes(key),
					);
					const invite = one.isInviteV4Sent;
					const sent = typeof invite === 'boolean' ? String(invite) : shapeOf(invite);
					return [
						{
							what: `invitation on ${answer.step}`,
							value: `isInviteV4Sent ${sent}`,
							...outcome(evidence, answer.step),
						},
						{ what: `list of a 403 on ${answer.step}`, value: inList.join(' and ') || 'no list' },
					];
				}),
			),
		readings: {
			'isInviteV4Sent true': 'an invitation went out',
			'isInviteV4Sent false': 'nothing reached the person',
			accepted_numbers: 'accepted means: has WhatsApp',
			unaccepted_numbers: 'accepted means: is in the group',
			'no list': 'the answer has no lists',
		},
	},
	{
		section: '7.5',
		question: 'Which codes arrive, and success when everyone fails',
		unseen: 'needs an answer about people',
		observe: (evidence) =>
			peopleIn(evidence).flatMap((answer) => {
				const { step, map, sent, body } = answer;
				const codes = map.map(([, one]) => one.statusCode ?? one.code);
				const seen = map.flatMap(([, one], index): Seen[] => {
					const key = 'statusCode' in one ? 'statusCode' : 'code' in one ? 'code' : 'no';
					const code = codes[index];
					const isKnown = CODES.includes(String(code));
					return [
						{ what: `key on ${step}`, value: `${key} as ${typeof code}` },
						{
							what: `code on ${step}`,
							value: isKnown ? `code ${String(code)}` : `the code ${String(code)}`,
							...outcome(evidence, step),
							isWrong:
								isKnown && code !== 400 && code !== '400'
									? outcome(evidence, step).isWrong === true
									: false,
						},
					];
				});
				if (map.length < sent.length) seen.push({ what: step, value: 'people without a word' });
				if (sent.length > 0 && !codes.some((code) => String(code) === '200')) {
					const value = `success ${String(body.success)} though nobody was added`;
					seen.push({ what: step, value });
				}
				return seen;
			}),
		readings: {
			...Object.fromEntries(CODES.map((code) => [`code ${code}`, 'as in whatsapp-web.js'])),
			'statusCode as number': 'as in the examples',
			'statusCode as string': 'text, as in WhatsApp’s protocol',
			'code as number': 'the library’s own name',
			'code as string': 'the library’s own name, as text',
			'people without a word': 'those who were refused are not mentioned: unknown, never a success',
			'success true though nobody was added': 'the call as such went well',
			'success false though nobody was added': 'read for each person nevertheless',
		},
	},
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
		section: '7.10',
		question: 'Whether a new group’s id works before it is listed',
		unseen: 'needs a group of the check’s own',
		observe: (evidence) => {
			const statuses = byStep(evidence, 'new group').map(({ status }) => status);
			const { listedAtOnce } = evidence.facts;
			const seen: Seen[] = [];
			if (statuses.length > 0) {
				const [first] = statuses;
				const value =
					first === 200
						? 'id: at once'
						: first === 404
							? statuses.at(-1) === 200
								? 'id: later'
								: 'id: not within minutes'
							: `id: ${first}`;
				seen.push({
					what: `read after creation (${statuses.join(', ')})`,
					value,
					isWrong: value === 'id: not within minutes',
				});
			}
			if (listedAtOnce === null) return seen;
			return [
				...seen,
				{ what: 'list after creation', value: listedAtOnce ? 'listed: at once' : 'listed: later' },
			];
		},
		readings: {
			'id: at once': 'works at once',
			'id: later': '404 first, which the node waits out',
			'id: not within minutes': '404 for longer than the node waits',
			'listed: at once': 'sooner than documented',
			'listed: later': 'as documented: after some minutes',
		},
	},
	{
		section: '7.11',
		question: 'A group without participants',
		unseen:
			'would leave a second group that cannot be deleted; the node refuses it before anything is sent',
		observe: () => [],
		readings: {},
	},
	{
		section: '7.12',
		question: 'Where the description appears',
		unseen: 'needs a description that was set, and the group after it',
		observe: (evidence) => {
			const group = record(record(good(evidence, 'group after changes')?.body).data);
			const { description } = evidence.facts;
			if (good(evidence, 'description') === undefined || description === '') return [];
			const places = keysOf(group).filter((key) => group[key] === description);
			return [{ what: 'the text stands in', value: places.join(' and ') || 'nowhere' }];
		},
		readings: {
			wa_subject: 'wa_subject',
			description: 'description',
			'wa_subject and description': 'both',
			'description and wa_subject': 'both',
			nowhere: 'nowhere, or not yet',
		},
	},
	{
		section: '7.13',
		question: 'Which number may use a group’s id',
		unseen:
			'needs two connected numbers in one group; that a number uses the other’s id is not tried',
		observe: (evidence) => {
			const [one, other] = ['groups', 'groups of another number'].map((step) => {
				const body = good(evidence, step)?.body;
				return list(Array.isArray(body) ? body : record(body).data).map(record);
			});
			const shared = (one ?? []).flatMap((group) => {
				const same = other?.find(
					({ wa_group_id: id }) => id !== undefined && id === group.wa_group_id,
				);
				return same === undefined ? [] : [same.uuid === group.uuid];
			});
			return [...new Set(shared)].map((isSame) => ({
				what: 'a group of two numbers',
				value: isSame ? 'one id for both' : 'an id each',
			}));
		},
		readings: { 'an id each': 'as presumed from channel_uuid' },
	},
	{
		section: '7.14',
		question: 'Payloads, signatures and retries of events',
		unseen: 'needs a payload that was pasted; signatures and retries show only at your address',
		observe: ({ facts: { payload } }) => {
			if (!isRecord(payload))
				return payload === null ? [] : [{ what: 'payload', value: shapeOf(payload) }];
			const pieces = ['message', 'participant', 'uuid'].filter((key) => !(key in payload));
			return [
				{
					what: 'payload',
					value: 'event' in payload ? 'names its event' : 'does not name its event',
				},
				...pieces.map((key) => ({ what: 'payload', value: `without ${key}` })),
				...unknownFields(payload).map((field) => ({ what: 'payload', value: `field ${field}` })),
			];
		},
		readings: {
			'names its event': 'as in newer payloads',
			'does not name its event': 'as in those of 2023; the node fills it in',
		},
	},
	{
		section: '7.15',
		question: 'Groups from before the number was connected',
		unseen: 'no such group is listed, which does not prove that none ever is',
		observe: ({ facts: { olderGroup } }) =>
			olderGroup === true ? [{ what: 'an older group', value: 'listed' }] : [],
		readings: { listed: 'listed' },
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
		section: '7.17',
		question: 'Roles and hidden members',
		unseen: 'needs a group with members',
		observe: (evidence) =>
			['group', 'new group', 'group after changes'].flatMap((step) => {
				const group = record(record(good(evidence, step)?.body).data);
				const members = list(group.participants).map(record);
				if (members.length === 0) return [];
				const bosses = members.filter((one) => one.wa_is_super_admin === true);
				const read = evidence.facts.read[step] ?? 0;
				const seen: Seen[] =
					bosses.length === 0
						? [{ what: 'creator', value: 'no super admin is shown' }]
						: bosses.map((one) => ({
								what: 'creator',
								value: `super admin, wa_is_admin ${one.wa_is_admin === true ? 'too' : 'not'}`,
							}));
				for (const { wa_participant_id: id, phone_number: number } of members) {
					const ending = /@.*/.exec(String(id))?.[0] ?? 'nothing';
					if (ending === '@c.us' || ending === '@s.whatsapp.net') continue;
					const digits = String(id).split(/[@:]/)[0];
					const shown =
						number === null
							? 'no number'
							: number === `+${digits}`
								? 'the id as number'
								: 'a number';
					const value =
						ending === '@lid' ? `hidden, with ${shown}` : `an id that ends in ${ending}`;
					seen.push({ what: 'member', value });
				}
				return seen.map((one) => ({
					...one,
					node: `the node reads ${read} of ${members.length} members`,
					isWrong: read < members.length,
				}));
			}),
		readings: {
			'no super admin is shown': 'the owner is taken for it',
			'super admin, wa_is_admin too': 'a super admin is an admin',
			'super admin, wa_is_admin not': 'the node takes them for an admin nevertheless',
			'hidden, with no number': 'shown without a number',
			'hidden, with the id as number': 'that is no number, and the node says so',
			'hidden, with a number': 'hidden from others only',
		},
	},
	{
		section: '7.18',
		question: 'Emptying a description, removing a picture',
		unseen: 'needs a group of the check’s own',
		observe: (evidence) => tried(evidence, 'empty description'),
		readings: { accepted: 'accept', rejected: 'reject' },
	},
	{
		section: '7.19',
		question: 'Whether a subscription shows its group',
		unseen: 'needs a subscription to one group',
		observe: (evidence) => {
			const made = good(evidence, 'subscribe');
			const group = record(made?.sent).to_group_uuid;
			if (made === undefined || group === undefined) return [];
			const uuid = record(record(made.body).data).uuid;
			const entries = list(record(good(evidence, 'subscriptions after')?.body).webhooks).map(
				record,
			);
			return entries
				.filter((entry) => entry.uuid === uuid)
				.map(({ hook_params: params, ...entry }) => {
					const holds = (value: unknown) => JSON.stringify(value ?? null).includes(String(group));
					const value = holds(params)
						? 'in hook_params'
						: holds(entry)
							? 'beside hook_params'
							: 'no';
					return { what: 'the group’s id', value };
				});
		},
		readings: { no: 'no', 'in hook_params': 'yes' },
	},
	{
		section: '7.20',
		question: 'Length of name and description',
		unseen: 'needs a group of the check’s own; a long name would need a second group',
		observe: (evidence) => tried(evidence, 'long description'),
		readings: { accepted: '2,048 characters', rejected: 'fewer than 2,048; one provider says 512' },
	},
	{
		section: '7.21',
		question: 'Numbers that WhatsApp writes in another way',
		unseen: 'needs a number check, and for the keys a number from Mexico, Brazil or Argentina',
		observe: (evidence) => {
			const seen: Seen[] = [];
			const keys = peopleIn(evidence, ['create', 'add']).flatMap(({ map }) =>
				map.map(([key]) => key),
			);
			for (const check of byStep(evidence, 'check').filter(isGood)) {
				const id = record(record(check.body).whatsapp_info).number_id;
				if (id === undefined) continue;
				const [, plus = '', digits = '', ending = ''] = /^(\+?)(\d*)(.*)$/.exec(String(id)) ?? [];
				const form = { '@c.us': 'an id', '': plus === '' ? 'digits' : 'a number with plus' }[
					ending
				];
				seen.push({ what: 'number_id', value: form ?? `number_id: ${shapeOf(id)}${ending}` });
				const asked = decodeURIComponent(check.path.split('/').at(-1) ?? '');
				if (`+${digits}` === asked) continue;
				if (keys.includes(asked)) seen.push({ what: 'people', value: 'keyed as asked' });
				if (keys.includes(`+${digits}`))
					seen.push({ what: 'people', value: 'keyed as WhatsApp has it' });
			}
			return seen;
		},
		readings: {
			'an id': 'WhatsApp’s id',
			'a number with plus': 'E.164',
			digits: 'digits',
			'keyed as asked': 'asked',
			'keyed as WhatsApp has it': 'whatsapp',
		},
	},
	{
		section: '7.22',
		question: 'Whether 409, 410 and 486 come before the work',
		unseen: 'no such status was met while people were added',
		observe: (evidence) => {
			const tries = byStep(evidence, 'add');
			const [answer] = peopleIn(evidence, ['add']).slice(-1);
			if (answer === undefined || !tries.some(({ status }) => BUSY.includes(status ?? 0)))
				return [];
			const codes = answer.map.map(([, one]) => String(one.statusCode ?? one.code));
			const values: Record<string, string> = { 200: 'before the work', 409: 'after the work' };
			return codes.map((code) => ({
				what: `add, at last ${code}`,
				value: values[code] ?? `then ${code}`,
			}));
		},
		readings: {
			'before the work': 'the repetition did it',
			'after the work': 'the person was in already; the node says so',
		},
	},
	{
		section: '',
		question: 'Fields that no document names, and documented ones that are missing',
		unseen: 'none was met',
		observe: ({ log }) =>
			log
				.filter((one) => isGood(one) && one.body !== '')
				.flatMap((one) => {
					const what = `${one.method} ${template(one.path)}`;
					return [
						...unknownFields(one.body).map((field) => ({ what, value: `field ${field}` })),
						...missingParts(one).map((part) => ({ what, value: `without ${part}` })),
					];
				}),
		readings: {},
	},
];

function tried(evidence: Evidence, step: string): Seen[] {
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
