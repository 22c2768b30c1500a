import type { INodeProperties } from 'n8n-workflow';

import { quote } from '../text';
import type { Fields } from './fields';

export const nameField: INodeProperties = {
	displayName: 'Group Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. My cool WhatsApp group',
	description: 'Shown in WhatsApp, with at most 100 characters',
};

export const descriptionField: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	description: 'What the group is about, shown under its name, with at most 2,048 characters',
};

export const pictureUrlField: INodeProperties = {
	displayName: 'Picture URL',
	name: 'pictureUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://example.com/group-photo.jpg',
	description: 'Address of a picture that everybody can open, because 2Chat loads it from there',
};

/** WhatsApp's limits, in characters as people count them (2chat-api.md 5.1). */
const NAME_LIMIT = 100;
const DESCRIPTION_LIMIT = 2_048;

/** @throws NodeOperationError for a description that WhatsApp would not take */
export function readDescription(fields: Fields): string {
	const description = fields.text(descriptionField);
	const { length } = Array.from(description);
	if (length <= DESCRIPTION_LIMIT) return description;
	throw fields.error(
		`Description has ${length} characters, and WhatsApp allows 2,048`,
		'Shorten the description, for example with {{ $json.text.slice(0, 2048) }}. Nothing was sent.',
	);
}

/** @throws NodeOperationError when there is no name, or one that WhatsApp would not take */
export function readName(fields: Fields): string {
	const name = fields.text(nameField).trim();
	if (name === 'undefined' || name === 'null' || !/[^\s\p{C}]/u.test(name)) {
		throw fields.error(
			'Group Name is empty',
			'Type a name, or check that the expression in Group Name finds a field of this item.',
		);
	}
	throwIfNothingFound(fields, nameField.displayName, name);
	const { length } = Array.from(name);
	if (length <= NAME_LIMIT) return name;
	throw fields.error(
		`Group Name has ${length} characters, and WhatsApp allows ${NAME_LIMIT}: ${quote(name, 40)}`,
		'Shorten the name, for example with {{ $json.name.slice(0, 100) }}.',
	);
}

/** @throws NodeOperationError for a text with the word that an expression leaves where it finds nothing */
export function throwIfNothingFound(fields: Fields, label: string, text: string): void {
	const nothing = /(?<![\p{L}\p{N}])(undefined|null|NaN)(?![\p{L}\p{N}])/u.exec(text)?.[0];
	if (nothing === undefined) return;
	throw fields.error(
		`${label} is ${quote(text, 100)}: an expression in it found nothing and left the word "${nothing}"`,
		`Correct the expression in ${label}, or the field of this item that it points at. Nothing was sent.`,
	);
}
