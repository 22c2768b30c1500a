import type { INode } from 'n8n-workflow';

import {
	bodyFailure,
	noListFailure,
	statusFailure,
	tooLargeFailure,
	toNodeError,
	unreadableFailure,
} from '../../nodes/shared/api/failure';
import { networkFailure } from '../../nodes/shared/api/networkFailure';
import { filesIn, read } from './project.mts';

// Every error that the package can give says what to do next.

const NODE: INode = {
	id: '1',
	name: 'Node',
	type: 'n8n-nodes-2chat-groups.twoChatGroups',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const CODES = [
	'ECONNREFUSED',
	'ENOTFOUND',
	'ECONNRESET',
	'ETIMEDOUT',
	'ECONNABORTED',
	'EPROTO',
	null,
];

const STATUSES = Array.from({ length: 300 }, (_, index) => 300 + index);

const failures = [
	...STATUSES.map((status) => statusFailure(status, status % 2 ? null : 'Words', status % 3 === 0)),
	...CODES.map((code) => networkFailure(code, 1000)),
	bodyFailure(200, null, true),
	unreadableFailure(200, '<html>'),
	unreadableFailure(200, ''),
	tooLargeFailure(200),
	noListFailure('groups'),
];

test('every failed call does, as n8n shows it', () => {
	for (const failure of failures) {
		const { message, description } = toNodeError(NODE, failure);
		expect(message).toMatch(/^\S.{10,}/);
		expect(description).toMatch(/^[A-Z].{10,}/);
	}
});

test.each([
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])('with a certificate that is not trusted (%s) no request has left', (code) => {
	const failure = networkFailure(code, 1000);
	expect(failure).toMatchObject({ certainty: 'notDone' });
	expect(failure.message).toContain('its certificate');
});

test('where there is no group, nobody is told to look after one', () => {
	const words = (isAboutGroup: boolean) =>
		[403, 404]
			.map((status) => statusFailure(status, 'not-authorized', isAboutGroup).nextStep)
			.join() + bodyFailure(200, 'not-authorized', isAboutGroup).nextStep;
	expect(words(true)).toMatch(/admin of the group/);
	expect(words(false)).not.toMatch(/group/i);
});

test.each([
	[401, undefined, { cause: 'credential-invalid' }],
	[402, undefined, { cause: 'quota-exhausted' }],
	[429, 30_000, { cause: 'rate-limited', retryAfterMs: 30_000 }],
	[503, 5_000, { cause: 'temporarily-unavailable', retryAfterMs: 5_000 }],
	[500, undefined, { cause: 'temporarily-unavailable' }],
	[422, undefined, undefined],
])('status %i tells n8n the cause', (status, retryAfterMs, cause) => {
	const failure = statusFailure(status, null, true, retryAfterMs);
	expect(toNodeError(NODE, failure).failure).toEqual(cause);
});

/** The arguments of each call of a function in the sources, as they are written. */
function callsOf(start: string): string[] {
	return filesIn('nodes', 'credentials')
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => {
			const [, ...calls] = read(file).split(start);
			return calls.map((text) => `${file}: ${untilClosed(text)}`);
		});
}

function untilClosed(text: string): string {
	let open = 1;
	const end = [...text].findIndex((character) => {
		if (character === '(') open += 1;
		if (character === ')') open -= 1;
		return open === 0;
	});
	return Array.from(text).slice(0, end).join('');
}

// `settingError` takes the next step as a text that the compiler demands; what is built without it is found here.
test('every error that is built in the sources does', () => {
	const built = ['new NodeOperationError(', 'new NodeApiError('].flatMap(callsOf);
	expect(built.length).toBeGreaterThan(3);
	expect(built.filter((call) => !call.includes('description'))).toEqual([]);
	expect(callsOf('settingError(').filter((call) => /,\s*(''|""|``)\s*,?\s*$/.test(call))).toEqual(
		[],
	);
});
