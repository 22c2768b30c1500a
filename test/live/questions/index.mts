import { ABOUT_EVENTS } from './events.mts';
import { ABOUT_FIELDS } from './fields.mts';
import { ABOUT_GROUPS } from './groups.mts';
import { ABOUT_PEOPLE } from './people.mts';
import type { Question } from './question.mts';
import { ABOUT_REFUSALS } from './refusals.mts';

const OPEN_QUESTIONS = [...ABOUT_GROUPS, ...ABOUT_PEOPLE, ...ABOUT_REFUSALS, ...ABOUT_EVENTS];

/** In the order of 2chat-api.md section 7, then what no question there asks. */
export const QUESTIONS: Question[] = [
	...OPEN_QUESTIONS.sort((a, b) => a.section.localeCompare(b.section, 'en', { numeric: true })),
	...ABOUT_FIELDS,
];
