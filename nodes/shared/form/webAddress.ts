import { isNearby, parseUrl } from '../url';

/** Why 2Chat cannot load a file from there; null when it may be able to (2chat-api.md 3.4). */
export function webAddressProblem(text: string): string | null {
	const url = parseUrl(text);
	if (url === null || !/^https?:\/\/[^/\s]\S*$/i.test(text)) return 'is not a web address';
	if (/^(drive|docs)\.google\.com$/.test(url.hostname)) {
		return 'is a page of Google Drive, which 2Chat cannot load';
	}
	return isNearby(url) ? 'can only be reached from your own machine or network' : null;
}
