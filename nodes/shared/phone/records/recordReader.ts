import { choose, isRead, NOBODY, numberOf, withOthers } from '../person/chooseNumber';
import type { Candidate, Entry, Found } from '../person/chooseNumber';
import { byPlainName, isOfAnybody, isOfPerson, meaningOf } from '../words/fieldNames';
import {
	LONGEST_INPUT,
	parseJson,
	shorten,
	toJson,
	isBlank,
	isById,
	isNothing,
	isRow,
	scalarText,
	type Row,
} from '../data/values';
import {
	attendeesOf,
	belongsToAnother,
	isOfOthers,
	joinListCodes,
	labelMeaning,
	labelRank,
	numberedPeople,
	recordOf,
	VALUES,
	withIds,
	withLabels,
} from './labelledFields';
import { splitParticipants } from '../text/participantText';
import { asName, nameOf } from '../person/personName';
import { oneForEach } from '../text/numbersOfOne';
import { objectionIn } from './objections';
import { besideIn, NOTHING_BESIDE, NUMBERS, readWithBeside } from './phoneObject';
import type { Beside } from './phoneObject';
import {
	HAS_NO_NUMBER,
	holdsSeveral,
	isAboutNumber,
	ofBothSides,
	ofThisPerson,
	TOO_DEEP,
	whyNone,
} from './recordProblems';
import { isBareList, isElsewhere, withoutOwnSide } from './recordParts';
import { namedOnly } from '../text/severalNumbers';
import {
	cardRows,
	formRows,
	labelledRows,
	plainMarkup,
	rowsBelowHead,
	tableRows,
	withoutFence,
} from '../text/tables';
import { E164, toPlainText, withPlainDigits } from '../number/phoneText';

const DEEPEST = 10;

/** Reads values of any shape; cycles and depth are bounded. */
export class RecordReader {
	constructor(private readonly defaultCountry: string | undefined) {}

	/** The entries of a participants field, in order. */
	entries(value: unknown, path: readonly object[] = []): Entry[] {
		if (typeof value === 'string') return this.textEntries(value, path);
		if (typeof value !== 'object' || value === null || value instanceof Date) {
			return [this.entry(value, NOTHING_BESIDE)];
		}
		if (path.length >= DEEPEST || path.includes(value)) return [TOO_DEEP];
		const inner = [...path, value];
		if (Array.isArray(value)) return this.listEntries(value, inner);
		return this.rowEntries(value as Row, inner);
	}

	private textEntries(given: string, path: readonly object[]): Entry[] {
		const unfenced = withoutFence(given);
		const json = parseJson(unfenced);
		if (json !== undefined) {
			return path.length === 0 && Object.keys(json).length === 0 ? [] : this.entries(json, path);
		}
		const text = withPlainDigits(plainMarkup(unfenced));
		const rows = cardRows(text) ?? tableRows(text) ?? formRows(text) ?? labelledRows(text);
		if (rows !== undefined) return this.listEntries(rows, [...path, rows]);
		return this.pieces(text, NOTHING_BESIDE);
	}

	private pieces(text: string, beside: Beside): Entry[] {
		const pieces = splitParticipants(text);
		// Several numbers may be those of several people, each with a name of their own.
		const own = pieces.length > 1 && beside.name !== undefined ? { ...beside, name: null } : beside;
		const all = pieces.flatMap(({ text: said, relative }) => {
			const theirs = relative === undefined ? [] : [this.entry(relative, NOTHING_BESIDE)];
			return withOthers([this.entry(said, own)], [{ rank: 0, entries: theirs }]);
		});
		if (!all.some(isRead)) return all;
		// Two numbers in somebody's phone field are theirs; more are those of a group.
		const isOfOne = beside.name !== undefined && all.filter(isRead).length === 2;
		return oneForEach(pieces, namedOnly(text, pieces, all), isOfOne);
	}

	/** Every element of an array stands for somebody, unless the elements are the fields of one record. */
	private listEntries(list: readonly unknown[], path: readonly object[]): Entry[] {
		const record = recordOf(list);
		if (record !== undefined) return this.rowEntries(record, path);
		return joinListCodes(rowsBelowHead(list) ?? withIds(list)).flatMap((element) => {
			if (isBlank(element)) return [NOBODY];
			const entries = this.entries(element, path);
			return entries.length > 0 ? entries : [{ ...NOBODY, reading: HAS_NO_NUMBER }];
		});
	}

	/** An object is one person, or holds people. */
	private rowEntries(given: Row, path: readonly object[]): Entry[] {
		const row = withoutOwnSide(withLabels(given));
		const values = Object.values(row);
		const people = numberedPeople(row);
		if (people !== undefined) return this.listEntries(people, path);
		if (isById(row)) return this.listEntries(values, path);
		const record = recordOf(values.filter(isRow));
		if (record !== undefined && values.every(isRow)) return this.rowEntries(record, path);
		const name = nameOf(row);
		const refusal = isOfOthers(row) ? HAS_NO_NUMBER : (ofBothSides(row) ?? objectionIn(row));
		if (refusal !== undefined) return [{ input: shorten(toJson(given)), name, reading: refusal }];
		const attendees = attendeesOf(row);
		if (attendees.length > 0) return this.listEntries(attendees, path);
		const found = this.phonesOf(row, besideIn(row), path);
		const own = withOthers(choose(found), found);
		if (own.some(isRead)) return named(own, name);
		const contained = this.contained(row, path);
		if (contained.some(isRead)) return contained.length === 1 ? named(contained, name) : contained;
		const best = own.length > 0 ? own : contained;
		if (best.length > 0) return named(best, name);
		return [{ input: shorten(toJson(given)), name, reading: whyNone(row, given) }];
	}

	/** What the phone fields of a row hold, by rank. */
	private phonesOf(row: Row, beside: Beside, path: readonly object[]): Candidate[] {
		const said = labelMeaning(row);
		return Object.entries(row).flatMap(([field, value]): Candidate[] => {
			if (isNothing(value)) return [];
			const { plain, rank, isOthers, isUnclear, isWhatsAppId, isPeople } = meaningOf(field);
			if (isOthers || isUnclear) return [];
			const byLabel = VALUES.includes(plain) ? said : undefined;
			if (typeof value === 'string' && PERSON_ID.test(value)) {
				return [{ field, rank: 0, entries: [this.entry(value, NOTHING_BESIDE)] }];
			}
			const outer = rank ?? byLabel;
			if (outer !== undefined) {
				const given = isWhatsAppId ? asWhatsAppId(value) : value;
				return this.numbersIn(given, beside, path).map(({ entries, rank: inner }) => ({
					field,
					entries,
					rank: outer + inner,
				}));
			}
			if (isPeople && typeof value === 'string') {
				return [{ field, rank: 4, entries: this.textEntries(value, path) }];
			}
			// Amounts and order numbers are called so too: only one that is written as a phone counts.
			const isVague = VAGUE.test(plain) && typeof value !== 'object';
			const isWritten = /^\s*(\+|00)[\d\s().-]{7,40}$/.test(scalarText(value));
			return isVague && (isWritten || (plain === 'number' && beside.countries.length > 0))
				? [{ field, rank: 5, entries: [this.entry(value, beside)] }]
				: [];
		});
	}

	/** The numbers in the value of a phone field: one, several people's, or those of one person by label. */
	private numbersIn(value: unknown, beside: Beside, path: readonly object[]): Found[] {
		if (typeof value === 'string') {
			const json = parseJson(value);
			if (json !== undefined) return this.numbersIn(json, beside, path);
			return [{ rank: 0, entries: this.pieces(value, beside) }];
		}
		if (typeof value !== 'object' || value === null) {
			return [{ rank: 0, entries: [this.entry(value, beside)] }];
		}
		if (path.length >= DEEPEST || path.includes(value)) return [];
		const inner = [...path, value];
		if (!Array.isArray(value)) return this.numbersInObject(value as Row, beside, inner);
		const parts = value.filter((element) => !isNothing(element));
		if (parts.every(isRow))
			return parts.flatMap((part) => this.numbersInObject(part, beside, inner));
		const all = parts.flatMap((part) => this.numbersIn(part, beside, inner));
		return all.length === 0 ? [] : [{ rank: 0, entries: all.flatMap(({ entries }) => entries) }];
	}

	private numbersInObject(row: Row, outer: Beside, path: readonly object[]): Found[] {
		if (isOfOthers(row) || belongsToAnother(row)) return [];
		const beside = besideIn(row, outer);
		const fields = byPlainName(row);
		const scalars = NUMBERS.map((name) => fields.get(name)).filter(
			(value) => !isNothing(value) && typeof value !== 'object',
		);
		const entries = scalars.map((value) => this.entry(value, beside));
		const best = entries.find(isRead) ?? entries[0];
		const rank = labelRank(row);
		if (best !== undefined) return [{ rank, entries: [best] }];
		// { home: […], mobile: '…' }, or a number in an object of its own.
		return Object.entries(row).flatMap(([field, value]) => {
			const { rank: kind, isOthers, isUnclear } = meaningOf(field);
			const isNumber = typeof value === 'object' || (kind !== undefined && !isUnclear);
			if (isNothing(value) || isOthers || !isNumber) return [];
			const own = kind ?? (PLACES.test(field) ? 2.5 : 2);
			return this.numbersIn(value, beside, path).map((one) => ({
				...one,
				rank: one.rank + own / 10,
			}));
		});
	}

	/** People in the lists and objects inside of a row that has no phone of its own. */
	private contained(row: Row, path: readonly object[]): Entry[] {
		const isOfSomebody = nameOf(row) !== null || Object.keys(row).some(isOfPerson);
		const found = Object.entries(row).flatMap(([field, given]) => {
			const value = typeof given === 'string' ? parseJson(withoutFence(given)) : given;
			const { isPeople, rank } = meaningOf(field);
			const isList = Array.isArray(value) && !isBareList(field, value);
			// Which of several phones it is, nobody can tell there either.
			if (rank !== undefined || !(isList || isRow(value))) return [];
			if (isElsewhere(field, value) || (isOfSomebody && isOfAnybody(field))) return [];
			return {
				isPeople,
				isNamed: isOfPerson(field),
				isAddress: ADDRESS.test(field),
				entries: this.entries(value, path),
			};
		});
		const numbered = found.filter(({ entries }) => entries.some(isRead));
		// A customer may have something sent to somebody else.
		const parties = numbered.filter(({ isAddress }) => !isAddress);
		const people = parties.length === 1 && parties[0]?.isNamed === true ? parties : numbered;
		// Of two parties the one without a number may be meant.
		const unclear = found.find((one) => !people.includes(one) && isAboutNumber(one));
		const [only, ...more] = people;
		if (only === undefined) return (found.find((one) => one.isPeople) ?? unclear)?.entries ?? [];
		if (more.length === 0) {
			return unclear === undefined || only.isPeople || only.isNamed
				? only.entries
				: unclear.entries;
		}
		const numbers = new Set(people.flatMap(({ entries }) => entries.filter(isRead).map(numberOf)));
		if (numbers.size === 1) return only.entries.filter(isRead);
		const areLists = people.every(({ entries }) => entries.length > 1);
		if (areLists) return people.flatMap(({ entries }) => entries);
		return [{ input: shorten(toJson(row)), name: null, reading: holdsSeveral([...numbers]) }];
	}

	private entry(value: unknown, beside: Beside): Entry {
		const input = shorten(typeof value === 'object' ? toJson(value) : String(value ?? ''));
		const reading =
			ofThisPerson(value, beside) ?? readWithBeside(value, beside, this.defaultCountry);
		const isText = typeof value === 'string' && reading.ok && !E164.test(value);
		return { input, name: isText ? nameBeside(value) : null, reading };
	}
}

const ADDRESS = /address|billing|shipping/i;
const VAGUE = /^(number|numero|nummer|contact|kontakt|contacto|contato|recipient)$/;
const PERSON_ID = /^\+?\d{6,15}(:\d+)?@(c\.us|s\.whatsapp\.net)$/;

const PLACES = /^(home|work|other|business)$/i;

function asWhatsAppId(value: unknown): unknown {
	const text = scalarText(value).trim();
	return /^[1-9]\d{6,14}$/.test(text) ? `${text}@c.us` : value;
}

/** The words beside the number in a text, unless they only say what it is: "Mobile: +44 …". */
function nameBeside(text: string): string | null {
	const words = toPlainText(text.slice(0, LONGEST_INPUT))
		.replace(/^\d{1,3}[.)]|(?<=\p{L}[:(-])(?=[+(]?\d)/gu, ' ')
		.replace(/\S*[\d@]\S*/g, ' ')
		.replace(/\([^()]*\)/g, ' ');
	// "Participants: Ana"
	const said = words.split(':').findLast((part) => part.trim() !== '') ?? '';
	const isName = (word: string) => meaningOf(word).rank === undefined;
	const name = asName(said.split(' ').filter(isName).join(' '));
	return name === null || name.length < 2 ? null : name;
}

function named(entries: Entry[], name: string | null): Entry[] {
	return entries.map((one) => ({ ...one, name: one.name ?? name }));
}
