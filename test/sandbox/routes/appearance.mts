import { ApiError } from '../errors.mts';
import { isLoopback } from '../loopback.mts';
import type { ConnectedNumber, Group } from '../model.mts';
import { assertMember, isAdmin, NO_RIGHTS } from '../rights.mts';
import {
	actingGroup,
	workingNumber,
	wrote,
	type Answer,
	type CallContext,
	type Route,
} from '../route.mts';
import { FieldReader } from '../validation.mts';

type AppearanceOperation = 'set-description' | 'set-picture';

function groupToChange(
	context: CallContext,
	fromNumber: string,
	operation: AppearanceOperation,
): { actor: ConnectedNumber; group: Group; uuid: string } {
	const { world, settings } = context;
	const actor = workingNumber(context, fromNumber);
	const uuid = context.params.uuid ?? '';
	const { group } = actingGroup(context, uuid, actor);
	assertMember(world, group, actor);
	if (group.infoLocked && !isAdmin(world, group, actor)) {
		throw new ApiError(settings.notAdminStatus, NO_RIGHTS[operation]);
	}
	return { actor, group, uuid };
}

function answer(context: CallContext, style: 'plain' | 'batched'): Answer {
	return {
		status: context.settings.postStatus,
		body: { success: true, ...(style === 'batched' ? { batched: true } : {}) },
	};
}

/** `set-description` (2chat-api.md 2.7). */
function setDescription(context: CallContext): Answer {
	const { settings } = context;
	const body = new FieldReader(context.body, ['body']);
	const fromNumber = body.phone('from_number');
	const description =
		settings.emptyDescription === 'accept'
			? body.text('description')
			: body.filledText('description');
	body.check();
	if ([...description].length > settings.descriptionLimit) {
		throw new ApiError(400, 'The description of the group is too long');
	}
	const { group, uuid } = groupToChange(context, fromNumber, 'set-description');
	group.description = description === '' ? null : description;
	group.updatedAt = context.world.stamp();
	wrote(context, uuid);
	return answer(context, settings.setDescriptionAnswer);
}

/** `set-picture` (2chat-api.md 2.7): the address must be public. */
function setPicture(context: CallContext): Answer {
	const { settings } = context;
	const body = new FieldReader(context.body, ['body']);
	const fromNumber = body.phone('from_number');
	const removes = body.isNull('url') && settings.nullPicture === 'accept';
	const url = removes ? null : body.address('url');
	body.check();
	if (url !== null && isLoopback(url)) {
		throw new ApiError(400, 'The picture could not be fetched: its URL is not public');
	}
	const { group, uuid } = groupToChange(context, fromNumber, 'set-picture');
	group.pictureUrl = url;
	group.updatedAt = context.world.stamp();
	wrote(context, uuid);
	return answer(context, settings.setPictureAnswer);
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
