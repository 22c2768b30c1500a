import { readParticipants } from '../../nodes/shared/phone/participantList.ts';
import names from '../fixtures/field-names.json';

// What a field's name says: whose phone it is, if it is one at all.

const numbersIn = (field: string) =>
	readParticipants([{ name: 'Ana', [field]: '7700 900101' }], { defaultCountry: 'GB' }).flatMap(
		(one) => (one.outcome === 'pending' ? one.phone_number : []),
	);

test.each(names.own)('%s is the own phone', (field) => {
	expect(numbersIn(field)).toEqual(['+447700900101']);
});

test.each(names.others)('%s is something else, or somebody else’s', (field) => {
	expect(numbersIn(field)).toEqual([]);
});
