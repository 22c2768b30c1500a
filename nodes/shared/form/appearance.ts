import type { INodeProperties } from 'n8n-workflow';

/** What a group looks like, as Create and Update offer it. */
export const descriptionField: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	description: 'What the group is about, shown under its name',
};

export const pictureUrlField: INodeProperties = {
	displayName: 'Picture URL',
	name: 'pictureUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://example.com/group-photo.jpg',
	description: 'Address of a picture that everybody can open, because 2Chat loads it from there',
};
