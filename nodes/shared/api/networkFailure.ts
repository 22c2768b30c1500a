import { isRecord } from '../json';
import type { Failure } from './failure';

/** Network codes that say: no connection was made, so no request left. */
const NEVER_LEFT: Record<string, string> = {
	ECONNREFUSED: 'nothing answers at that address',
	ENOTFOUND: 'the host name does not exist',
	EAI_AGAIN: 'the host name could not be looked up',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
	EPROTO: 'it does not speak HTTPS',
	ERR_INVALID_URL: 'the address is not a web address',
};

/** Of some thirty codes about certificates, as companies' proxies bring them about. */
const NOT_TRUSTED = /CERT|SIGNATURE/;

function whyNeverLeft(code: string): string | undefined {
	return (
		NEVER_LEFT[code] ?? (NOT_TRUSTED.test(code) ? 'its certificate is not trusted' : undefined)
	);
}

/** No answer at all. `code` is Node's or axios' name for it, such as `ECONNRESET`. */
export function networkFailure(code: string | null, timeoutMs: number, isRead = false): Failure {
	const neverLeft = code === null ? undefined : whyNeverLeft(code);
	if (neverLeft !== undefined) {
		return {
			certainty: 'notDone',
			message: `2Chat could not be reached: ${neverLeft}`,
			nextStep: `Check Base URL in the credential and the internet connection of n8n. Nothing was sent. (${code})`,
		};
	}
	const timedOut = code === 'ECONNABORTED' || code === 'ETIMEDOUT';
	return {
		certainty: 'unclear',
		...(timedOut ? { kind: 'timeout' } : {}),
		message: timedOut
			? `2Chat did not answer within ${Math.round(timeoutMs / 100) / 10} seconds`
			: 'The connection to 2Chat was lost before an answer arrived',
		nextStep: isRead
			? 'Nothing was changed. Check the internet connection of n8n, or try again in some minutes.'
			: timedOut
				? 'Adding people can take long. Look in WhatsApp whether it was done.'
				: 'Check the internet connection of n8n, then look in WhatsApp whether it was done.',
	};
}

/**
 * n8n wraps what went wrong on the wire; the code of it sits on the wrapped error. n8n 1.103 to 2.34 lose that one:
 * there the code is left in the place of the status, and the system call begins the first of the messages.
 */
export function networkCode(error: unknown): string | null {
	for (let link = error, depth = 0; isRecord(link) && depth < 5; link = link.cause, depth++) {
		const { code, syscall, httpCode, messages } = link;
		const [first] = Array.isArray(messages) ? (messages as unknown[]) : [];
		if (typeof code === 'string') return unlessLost(code, syscall);
		if (typeof httpCode === 'string' && /^[A-Z]/.test(httpCode)) {
			return unlessLost(httpCode, String(first ?? '').split(' ')[0]);
		}
	}
	return null;
}

/** A way that is lost after the connection was made says nothing about the request. */
function unlessLost(code: string, syscall: unknown): string | null {
	const isLost = code === 'EHOSTUNREACH' || code === 'ENETUNREACH';
	return isLost && syscall !== 'connect' ? null : code;
}
