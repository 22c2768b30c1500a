export function parseUrl(text: string): URL | null {
	try {
		return new URL(text);
	} catch {
		return null;
	}
}

const NEARBY = [
	/^localhost$|\.localhost$/,
	/\.(local|lan|internal|intranet|test|home\.arpa)$/,
	/^(0|10|127)\.\d+\.\d+\.\d+$/,
	/^169\.254\.\d+\.\d+$/,
	/^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/,
	/^192\.168\.\d+\.\d+$/,
	/^\[(::1?|f[cd][\da-f]{2}:.*|fe[89ab][\da-f]:.*)\]$/,
	// A name without a dot, as machines have on a company's network or in Docker.
	/^[^.:[\]]+$/,
];

/** Whether only machines nearby can reach it, and 2Chat, out on the internet, cannot. */
export function isNearby({ hostname }: URL): boolean {
	const host = hostname.toLowerCase();
	return NEARBY.some((pattern) => pattern.test(host));
}
