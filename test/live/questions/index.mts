import { template } from '../anonymous.mts';
import { isGood, missingParts, unknownFields } from '../forms.mts';
import { ABOUT_EVENTS } from './events.mts';
import { ABOUT_GROUPS } from './groups.mts';
import { ABOUT_PEOPLE } from './people.mts';
import type { Question } from './question.mts';
import { ABOUT_REFUSALS } from './refusals.mts';

const OPEN_QUESTIONS = [...ABOUT_GROUPS, ...ABOUT_PEOPLE, ...ABOUT_REFUSALS, ...ABOUT_EVENTS];

/** In the order of 2chat-api.md 7, then what no question there asks. */
export const QUESTIONS: Question[] = [
	...OPEN_QUESTIONS.sort((a, b) => a.section.localeCompare(b.section, 'en', { numeric: true })),
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
