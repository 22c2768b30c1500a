/** Why 2Chat cannot load a file from there; null when it may be able to (2chat-api.md 3.4). */
export function webAddressProblem(text: string): string | null {
	const url = parse(text);
	if (url === null || !/^https?:\/\/[^/]/i.test(text) || !/^https?:$/.test(url.protocol)) {
		return 'is not a web address';
	}
	const host = url.hostname.toLowerCase();
	if (host === 'drive.google.com' || host === 'docs.google.com') {
		return 'is a page of Google Drive, which 2Chat cannot load';
	}
	return isOwnNetwork(host) ? 'can only be reached from your own machine or network' : null;
}

function parse(text: string): URL | null {
	if (/\s/.test(text)) return null;
	try {
		return new URL(text);
	} catch {
		return null;
	}
}

/** Names and addresses that mean another machine, or none, to whoever asks from outside. */
function isOwnNetwork(host: string): boolean {
	if (host === 'localhost' || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host))
		return true;
	if (host.startsWith('[')) return /^\[(::1?\]|f[cd]|fe[89ab])/.test(host);
	const parts = host.split('.').map(Number);
	const [first, second = 0] = parts;
	if (parts.length !== 4 || parts.some(Number.isNaN)) return !host.includes('.');
	return (
		first === 0 ||
		first === 10 ||
		first === 127 ||
		(first === 169 && second === 254) ||
		(first === 172 && second >= 16 && second <= 31) ||
		(first === 192 && second === 168)
	);
}
