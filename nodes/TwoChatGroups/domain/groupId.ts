/** 2Chat's id of a group, `WAG…` or `WGP…` (2chat-api.md 1.8): only characters that are safe in a path. */
export function isGroupUuid(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Za-z0-9_-]{1,100}$/.test(value);
}

/** WhatsApp's id of a group: `120363777777777777@g.us`, or `595981048477-1666545101@g.us` for older ones. */
export function isWaGroupId(value: unknown): value is string {
	return typeof value === 'string' && /^\d{1,30}(-\d{1,20})?@g\.us$/.test(value);
}
