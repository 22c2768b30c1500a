import { createHash } from 'node:crypto';

import { zonelessSeconds } from './clock.mts';
import type { ConnectedNumber, Group, GroupHandle, Member, Person } from './model.mts';
import { describePhone, hiddenId, whatsappId } from './phone.mts';
import type { Settings } from './settings.mts';
import type { World } from './world.mts';

function channelUuid(world: World, handle: GroupHandle): string | null {
	return world.numbers.find(({ phoneNumber }) => phoneNumber === handle.phoneNumber)?.uuid ?? null;
}

/** Of somebody in the account's directory. The UUID must be the same in every answer. */
function contactOf(world: World, phoneNumber: string, channel: string | null) {
	const contact = world.person(phoneNumber).contact;
	const hash = createHash('md5').update(phoneNumber).digest('hex');
	return (
		contact && {
			uuid: `CON${hash.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`,
			first_name: contact.firstName,
			last_name: contact.lastName,
			channel_uuid: channel,
			profile_pic_url: null,
		}
	);
}

/** One entry of get-numbers (2chat-api.md 3.1). */
export function renderNumber(number: ConnectedNumber): Record<string, unknown> {
	const everConnected = number.updatedAt !== null;
	return {
		uuid: number.uuid,
		friendly_name: number.friendlyName,
		...phoneFields(number.phoneNumber),
		pushname: number.pushname,
		server: everConnected ? whatsappId(number.phoneNumber) : null,
		platform: number.platform,
		connection_status: number.connectionStatus,
		enabled: true,
		is_business_profile: number.isBusinessProfile,
		channel_type: number.channelType,
		sync_contacts: true,
		created_at: zonelessSeconds(number.createdAt),
		updated_at: number.updatedAt === null ? null : zonelessSeconds(number.updatedAt),
	};
}

/** A group as the list has it (2chat-api.md 2.2). */
export function renderGroup(
	world: World,
	group: Group,
	handle: GroupHandle,
): Record<string, unknown> {
	const contact = contactOf(world, group.ownerPhoneNumber, channelUuid(world, handle));
	return {
		uuid: handle.uuid,
		channel_uuid: channelUuid(world, handle),
		wa_group_id: group.waGroupId,
		profile_pic_url: group.pictureUrl,
		wa_owner_id: whatsappId(group.ownerPhoneNumber),
		wa_group_name: group.name,
		wa_created_at: group.waCreatedAt,
		wa_subject: group.description,
		size: world.visibleMembers(group).length,
		is_muted: false,
		is_read_only: false,
		channel_is_owner: group.ownerPhoneNumber === handle.phoneNumber,
		created_at: handle.createdAt,
		updated_at: group.updatedAt,
		...(contact === undefined ? {} : { owner_contact: contact }),
	};
}

/** Whether somebody is shown with a hidden id (2chat-api.md 7.17). */
export function isHidden({ hiddenIds }: Settings, person: Person): boolean {
	return hiddenIds === 'everybody' || (hiddenIds === 'flagged' && person.hiddenId === true);
}

function phoneFields(phoneNumber: string | null): Record<string, unknown> {
	const { formatted, countryCode } = describePhone(phoneNumber ?? '');
	return {
		phone_number: phoneNumber,
		formatted_phone_number: phoneNumber && formatted,
		iso_country_code: countryCode,
	};
}

function renderMember(world: World, member: Member): Record<string, unknown> {
	const person = world.person(member.phoneNumber);
	const hidden = isHidden(world.settings, person);
	const contact = contactOf(world, member.phoneNumber, null);
	const isSuperAdmin = member.role === 'superadmin';
	const pushname = world.numbers.find(
		({ phoneNumber }) => phoneNumber === member.phoneNumber,
	)?.pushname;
	return {
		wa_participant_id: hidden ? hiddenId(member.phoneNumber) : whatsappId(member.phoneNumber),
		wa_pushname: pushname ?? person.name,
		profile_pic_url: null,
		wa_is_super_admin: isSuperAdmin,
		wa_is_admin: member.role === 'admin' || (isSuperAdmin && world.settings.superAdminIsAdmin),
		device: person.device ?? null,
		created_at: member.joinedAt,
		updated_at: member.updatedAt,
		...(contact === undefined ? {} : { contact }),
		...phoneFields(hidden ? null : member.phoneNumber),
	};
}

/** A group with its members (2chat-api.md 2.3). */
export function renderGroupWithMembers(
	world: World,
	group: Group,
	handle: GroupHandle,
): Record<string, unknown> {
	return {
		...renderGroup(world, group, handle),
		owner_data: phoneFields(group.ownerPhoneNumber),
		participants: world.visibleMembers(group).map((member) => renderMember(world, member)),
	};
}
