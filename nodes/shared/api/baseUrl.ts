import { settingError } from '../settingError';
import { parseUrl } from '../url';
import { USUAL_BASE_URL } from './failure';
import type { Context } from './send';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** @throws NodeOperationError when the credential's Base URL cannot be used safely */
export function readBaseUrl(context: Context, value: unknown): string {
	const text = typeof value === 'string' ? value.trim().replace(/\/+$/, '') : '';
	const problem = problemOf(text);
	if (problem === null) return text;
	throw settingError(
		context,
		`Base URL of the credential ${problem}`,
		`${USUAL_BASE_URL}. Nothing was sent.`,
	);
}

function problemOf(text: string): string | null {
	const url = parseUrl(text);
	if (url === null || !/^https?:$/.test(url.protocol)) return 'is not a web address';
	if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
		return 'must start with https://, so nobody on the way can read the API key';
	}
	if (`${url.username}${url.password}${url.search}${url.hash}` !== '') {
		return 'must hold an address only, without user name, password, ? or #';
	}
	return null;
}

/**
 * One part of a path. Ids are checked where they are read (groups/groupId.ts), since no encoding keeps
 * `..` from being resolved. The portal writes phone numbers with a literal + (2chat-api.md 1.8).
 */
export function pathPart(value: string): string {
	return encodeURIComponent(value).replace(/%2B/g, '+');
}
