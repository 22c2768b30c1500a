import { ApiError } from '../errors.mts';
import { isLoopback } from '../loopback.mts';
import type { Group } from '../model.mts';
import { assertMember } from '../rights.mts';
import {
	actingGroup,
	workingNumber,
	wrote,
	type Answer,
	type CallContext,
	type Route,
} from '../route.mts';
import { FieldReader } from '../validation.mts';
import { LONGEST_DESCRIPTION } from './groups.mts';

/** Changes the group of the path for one of its members. */
function change(context: CallContext, fromNumber: string, values: Partial<Group>): void {
	const { world } = context;
	const actor = workingNumber(context, fromNumber);
	const group = actingGroup(context, context.params.uuid ?? '');
	assertMember(world, group, actor);
	Object.assign(group, values, { updatedAt: world.stamp() });
	wrote(context);
}

/** `set-description` (2chat-api.md 2.7). */
function setDescription(context: CallContext): Answer {
	const body = new FieldReader(context.body, ['body']);
	const fromNumber = body.phone('from_number');
	const description = body.text('description');
	body.check();
	if ([...description].length > LONGEST_DESCRIPTION) {
		throw new ApiError(400, 'The description of the group is too long');
	}
	change(context, fromNumber, { description: description === '' ? null : description });
	return { status: context.settings.postStatus, body: { success: true } };
}

/** `set-picture` (2chat-api.md 2.7): the address must be public. */
function setPicture(context: CallContext): Answer {
	const body = new FieldReader(context.body, ['body']);
	const fromNumber = body.phone('from_number');
	const url = body.address('url');
	body.check();
	if (isLoopback(url)) {
		throw new ApiError(400, 'The picture could not be fetched: its URL is not public');
	}
	change(context, fromNumber, { pictureUrl: url });
	return { status: context.settings.postStatus, body: { success: true, batched: true } };
}

export const appearanceRoutes: Route[] = [
	{
		operation: 'set-description',
		method: 'POST',
		path: '/whatsapp/group/:uuid/set-description',
		handle: setDescription,
	},
	{
		operation: 'set-picture',
		method: 'POST',
		path: '/whatsapp/group/:uuid/set-picture',
		handle: setPicture,
	},
];
