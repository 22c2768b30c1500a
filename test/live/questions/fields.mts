import { template } from '../anonymous.mts';
import { isGood, missingParts, unknownFields } from '../forms.mts';
import { type Question } from './question.mts';

export const ABOUT_FIELDS: Question[] = [
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
