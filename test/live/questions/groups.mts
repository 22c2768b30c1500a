import { record } from '../../../nodes/shared/json.ts';
import {
	byStep,
	dataOf,
	entries,
	good,
	ids,
	isGood,
	keysOf,
	list,
	peopleIn,
	shapeOf,
} from '../forms.mts';
import { type Question, type Seen, tried } from './question.mts';

export const ABOUT_GROUPS: Question[] = [
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
			const group = dataOf(evidence, 'group after changes');
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
			const others = entries(good(evidence, 'groups of another number'));
			const shared = entries(good(evidence, 'groups')).flatMap(({ uuid, wa_group_id: id }) => {
				const same = others.find((group) => id !== undefined && group.wa_group_id === id);
				return same === undefined ? [] : [same.uuid === uuid];
			});
			return [...new Set(shared)].map((isSame) => ({
				what: 'a group of two numbers',
				value: isSame ? 'one id for both' : 'an id each',
			}));
		},
		readings: { 'an id each': 'as presumed from channel_uuid' },
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
		section: '7.17',
		question: 'Roles and hidden members',
		unseen: 'needs a group with members',
		observe: (evidence) =>
			['group', 'new group', 'group after changes'].flatMap((step) => {
				const members = list(dataOf(evidence, step).participants).map(record);
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
];
