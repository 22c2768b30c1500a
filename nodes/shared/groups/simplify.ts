import type { Json } from '../json';
import { readMembers, type Member } from './members';
import { connectionState } from './numberState';

// What most workflows need of an answer, most useful first, in the API's own names where it has one.

/** A group of the list (2chat-api.md 2.2). `wa_subject` is no name: it reads like the description. */
export function simplifyGroup(group: Json) {
	return {
		uuid: group.uuid ?? null,
		wa_group_name: group.wa_group_name ?? null,
		wa_group_id: group.wa_group_id ?? null,
		size: group.size ?? null,
		wa_subject: group.wa_subject ?? null,
		is_read_only: group.is_read_only ?? null,
		channel_is_owner: group.channel_is_owner ?? null,
		wa_created_at: group.wa_created_at ?? null,
		profile_pic_url: group.profile_pic_url ?? null,
	};
}

/** A member of a group (2chat-api.md 2.3). */
export function simplifyMember({ phoneNumber, name, isAdmin, isSuperAdmin, waId }: Member) {
	return {
		phone_number: phoneNumber,
		name,
		is_admin: isAdmin,
		is_super_admin: isSuperAdmin,
		wa_participant_id: waId,
	};
}

/** A group with its members (2chat-api.md 2.3). */
export function simplifyGroupWithMembers(group: Json) {
	return {
		...simplifyGroup(group),
		participants: readMembers(group).map(simplifyMember),
	};
}

/** A number of the account (2chat-api.md 3.1), its state also in words. */
export function simplifyNumber(number: Json) {
	return {
		phone_number: number.phone_number ?? null,
		friendly_name: number.friendly_name ?? null,
		state: connectionState(number),
		connection_status: number.connection_status ?? null,
		uuid: number.uuid ?? null,
		channel_type: number.channel_type ?? null,
		iso_country_code: number.iso_country_code ?? null,
		is_business_profile: number.is_business_profile ?? null,
		pushname: number.pushname ?? null,
		platform: number.platform ?? null,
	};
}
