import { byStep, keysOf, listed, peopleIn, shapeOf } from '../forms.mts';
import { type Question, type Seen, answerOf, each, outcome } from './question.mts';

const BUSY = [409, 410, 486];
const CODES = ['200', '400', '403', '404', '408', '409', '417', '419'];
const TEN_LIKE_REMOVE = { lists: 'like remove', map: 'like add', plain: 'nothing but success' };

export const ABOUT_PEOPLE: Question[] = [
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
];
