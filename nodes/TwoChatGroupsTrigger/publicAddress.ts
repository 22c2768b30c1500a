/** Names and networks that only machines nearby can reach. */
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

/** Whether 2Chat, out on the internet, has no way to call this address. */
export function isOutOfReach(url: string): boolean {
	let host: string;
	try {
		host = new URL(url).hostname.toLowerCase();
	} catch {
		return true;
	}
	return NEARBY.some((pattern) => pattern.test(host));
}
