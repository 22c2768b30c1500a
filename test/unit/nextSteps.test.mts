import path from 'node:path';

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

const STATUSES = [301, 400, 401, 402, 403, 404, 405, 409, 410, 418, 422, 429, 486, 500, 503, 504];

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

// All others are built by `settingError`, which takes the next step as a text that the compiler demands.
test('there are few places where an error is built', () => {
	const sources = filesIn('nodes', 'credentials').filter((file) => file.endsWith('.ts'));
	const built = sources.filter((file) => /new Node(Operation|Api)Error\(/.test(read(file)));
	expect(built.map((file) => path.basename(file)).sort()).toEqual([
		'failure.ts',
		'router.ts',
		'settingError.ts',
	]);
});
