/** All names of fields of 2chat-api.md 1 to 3, in whichever request or answer they are. */
export const FIELDS: ReadonlySet<string> = new Set(
	`success error error_message error_code message detail loc msg type
	account name uuid on_trial blocked block_reason created_at expires_at limits requests_per_minute
	usage api_request_count max_api_request_count number_check_count max_number_check_count
	group description participants accepted_numbers unaccepted_numbers wa_group_id
	statusCode code isGroupCreator isInviteV4Sent timestamp batched
	data channel_uuid profile_pic_url wa_owner_id wa_group_name wa_created_at wa_subject size
	is_muted is_read_only channel_is_owner updated_at owner_contact owner_data contact
	first_name last_name wa_participant_id wa_pushname wa_is_super_admin wa_is_admin device
	phone_number formatted_phone_number iso_country_code
	numbers count friendly_name pushname server platform connection_status enabled
	is_business_profile channel_type sync_contacts page_number messages message_uuid
	is_valid number region carrier timezone on_whatsapp whatsapp_info number_id is_business
	is_enterprise profile_pic verified_level verified_name status_text business_information
	webhooks event_name hook_url hook_params waweb_uuid event id session_key text media
	remote_phone_number channel_phone_number participant author reaction url pin
	from_number to_group_uuid to_number on_number page results_per_page status`.split(/\s+/),
);

/** What such names are made of. */
export const FIELD_WORDS: ReadonlySet<string> = new Set(
	[...FIELDS].flatMap((name) => name.split('_')),
);
