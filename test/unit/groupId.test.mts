import { readGroupId } from '../../nodes/shared/groups/groupId';
import { endsAlike, isOneSlipApart } from '../../nodes/shared/phone/number/phoneNumber';

describe('readGroupId', () => {
	test.each([
		['WAG62598186-d2bd-4946-86c6-30f8a3c849c6', 'uuid', 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6'],
		[
			'\u200bWGP768beeef-2b96-4bc7-9b7f-045078568723\n',
			'uuid',
			'WGP768beeef-2b96-4bc7-9b7f-045078568723',
		],
		// The prefix may change (2chat-api.md 1.8).
		['XYZ768beeef-2b96-4bc7-9b7f-045078568723', 'uuid', 'XYZ768beeef-2b96-4bc7-9b7f-045078568723'],
		['120363777777777777@g.us', 'waGroupId', '120363777777777777@g.us'],
		['595981048477-1666545101@g.us', 'waGroupId', '595981048477-1666545101@g.us'],
		['120363777777777777', 'waGroupId', '120363777777777777@g.us'],
		['595981048477-1666545101', 'waGroupId', '595981048477-1666545101@g.us'],
	])('reads %j', (value, kind, id) => {
		expect(readGroupId(value)).toEqual({ ok: true, kind, id });
	});

	test.each([
		'',
		' ',
		'.',
		'..',
		'/',
		'?',
		'WAG/..',
		'WAG?',
		'WAG#',
		'WAG%2e',
		'@g.us',
		'120363@g.us/x',
	])('refuses %j, which could lead elsewhere in a path', (value) => {
		expect(readGroupId(value)).toMatchObject({ ok: false });
	});
});

describe('isOneSlipApart', () => {
	test.each([
		['+17137157533', '+1713715753', true],
		['+17137157533', '+171371575333', true],
		['+17137157533', '+17137157534', true],
		['+17137157533', '+17137157353', true],
		['+17137157533', '+17137157533', true],
		['+17137157533', '+17137157544', false],
		['+17137157533', '+17137175353', false],
		['+17137157533', '+18647351567', false],
	])('%s and %s: %j', (a, b, expected) => {
		expect([isOneSlipApart(a, b), isOneSlipApart(b, a)]).toEqual([expected, expected]);
	});
});

describe('endsAlike', () => {
	test('compares the last six digits', () => {
		expect(endsAlike('+4915112345678', '4312345678@c.us')).toBe(true);
		expect(endsAlike('+4915112345678', '+4915112345679')).toBe(false);
		expect(endsAlike('', '')).toBe(false);
	});
});
