/** The documented calls (2chat-api.md 2.0 and 3), by the names that recorded calls and faults use. */
export type Operation =
	| 'info'
	| 'get-numbers'
	| 'create-group'
	| 'list-groups'
	| 'get-group'
	| 'add-participant'
	| 'remove-participant'
	| 'promote-participant'
	| 'demote-participant'
	| 'set-description'
	| 'set-picture'
	| 'group-messages'
	| 'check-number'
	| 'send-message'
	| 'subscribe'
	| 'list-webhooks'
	| 'delete-webhook';
