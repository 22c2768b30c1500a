import { isDecliningHeading } from '../words/declined';
import {
	areAll,
	AT_A_PLACE,
	holdsAny,
	INSTITUTIONS,
	MOBILE,
	NUMBER,
	PEOPLE,
	PERSONS,
	PHONE,
	TAKING_PART,
	TASKS,
	WHATSAPP,
	wordsOf,
} from '../words/fieldWords';
import { isOfInstitution } from '../words/fieldNames';
import { shorten } from '../data/values';
import { isLabelledName, isLabelledNumber, splitLabel } from './labels';
import type { Piece } from './participantText';
import { refuse, type Refusal } from '../number/phoneReading';
import { holdsNumber } from '../number/phoneText';

// What the place of a number in a list tells, whatever the language of the words around it.

export const NEXT_STEP = 'Write only the numbers of the people for the group.';
const IS_OUTSIDE = refuse('stands outside of the list of people', NEXT_STEP);
const IS_UNTICKED = refuse('has no tick, as others in the list have', NEXT_STEP);
const IS_QUOTED = refuse('stands in a message that is quoted', NEXT_STEP);

const TICKED = /[✅✔☑]|\[x\]/iu;

/** A line of a text, with the pieces in it. */
export interface Line {
	text: string;
	row: number;
	mark: Piece['mark'];
	indices: number[];
	/** How many numbers are in it. */
	count: number;
	/** Whether an empty line, or nothing at all, is above it. */
	isApart: boolean;
}

export function linesOf(pieces: Piece[]): Line[] {
	const lines: Line[] = [];
	for (const [index, { text, row, mark }] of pieces.entries()) {
		const count = holdsNumber(text) ? 1 : 0;
		const last = lines.at(-1);
		if (last?.row === row) {
			last.indices.push(index);
			last.text += `, ${text}`;
			last.count += count;
		} else {
			const isApart = last === undefined || row > last.row + 1;
			lines.push({ text, row, mark, indices: [index], count, isApart });
		}
	}
	return lines;
}

/** The words of a text, without its digits. */
export function wordsIn(text: string): string[] {
	return wordsOf(text).filter((word) => !/\d/.test(word));
}

/** Lines with numbers, each with why it is left out. */
type Outsiders = Array<[Line, Refusal]>;

/** Why lines with numbers are left out, by their place. */
export function outsiders(lines: Line[]): Map<Line, Refusal> {
	const numbered = lines.filter(({ count }) => count > 0);
	const sections = sectionsOf(lines);
	// Where headings have colons, a line without one may be somebody without a number.
	const hasColon = ({ heading }: Section) => ENDS_IN_COLON.test(heading);
	return new Map([
		// Whoever is to be asked, or the office, stands apart from a list of items.
		...unlike(numbered, ({ mark }) => mark === 'item', 2)
			.filter(({ isApart }) => isApart)
			.map(because(IS_OUTSIDE)),
		...unlike(numbered, ({ mark }) => mark !== 'quote', 1).map(because(IS_QUOTED)),
		...unlike(numbered, ({ text }) => TICKED.test(text), 2).map(because(IS_UNTICKED)),
		...besideThePhone(numbered),
		...besideNames(numbered),
		...belowNames(lines),
		...withTasks(lines),
		...[
			sections.filter(hasColon),
			sections.filter((section) => !hasColon(section)),
			inFront(numbered),
		].flatMap(besideParticipants),
	]);
}

/** The lines that are not as the usual ones are; none where fewer than `fewest` are usual. */
function unlike(lines: Line[], isUsual: (line: Line) => boolean, fewest: number): Line[] {
	const odd = lines.filter((line) => !isUsual(line));
	return lines.length - odd.length >= fewest ? odd : [];
}

function because(refusal: Refusal): (line: Line) => [Line, Refusal] {
	return (line) => [line, refusal];
}

/** Where a line says that it is the phone, another label is of something or somebody else, and so is what stands apart. */
function besideThePhone(numbered: Line[]): Outsiders {
	const isOfPhone = (line: Line) => isPhone(labelOf(line));
	return unlike(numbered, isOfPhone, 1).flatMap((line): Outsiders => {
		const label = labelOf(line);
		if (label !== '') return [[line, isUnder(label)]];
		return line.isApart ? [[line, IS_OUTSIDE]] : [];
	});
}

/**
 * "Taxi to the station: +44 …" below "Ana +44 …", and "Payment: +44 …" at the end: words that are no name, in another form
 * than the names have.
 */
export function besideNames(numbered: Line[]): Outsiders {
	return FORMS.flatMap((isOfForm, index): Outsiders => {
		const ofForm = numbered.filter(({ text }) => isOfForm(text));
		const names = numbered.filter((line) => !ofForm.includes(line));
		const isLast = (line: Line) =>
			line === numbered.at(-1) && (line.isApart || (index < 2 && ofForm.length === 1));
		const labelled = ofForm.filter((line) => IS_PHRASE.test(labelOf(line)) || isLast(line));
		if (countIn(names) < 2 || labelled.length >= names.length) return [];
		return labelled.map((line) => [line, isUnder(labelOf(line) || line.text)]);
	});
}

/** The number right behind a label, a greeting with a comma in front of a name, a label in front of a name. */
const FORMS = [
	isLabelledNumber,
	(text: string) => /^[^,:：\d]{2,40},[^\d,:：+]*\p{L}[^\d,:：+]*[(+\d]/u.test(text),
	isLabelledName,
];

/** Below a list of names beside their numbers a letter ends with lines of words, and the number of its writer alone. */
function belowNames(lines: Line[]): Outsiders {
	const start = lines.findLastIndex(({ isApart }) => isApart);
	const [above, below] = [lines.slice(0, start), lines.slice(start)];
	const list = above.filter(({ count }) => count > 0);
	const isOfNames = list.length > 0 && list.every(({ text }) => !isOfKinds(wordsIn(text)));
	const isLetter =
		below.length > 2 &&
		below.slice(0, 2).every(({ count, text }) => count === 0 && !ENDS_IN_COLON.test(text));
	const alone = below.filter(
		({ count, text }) => count > 1 || (count > 0 && wordsIn(text).length < 2),
	);
	return isOfNames && isLetter ? alone.map((line) => [line, IS_OUTSIDE]) : [];
}

function countIn(lines: Line[]): number {
	return lines.reduce((sum, { count }) => sum + count, 0);
}

/** "Driver: Ben +44 …" among people without such words: whoever has a task in it may not be meant. */
export function withTasks(lines: Line[]): Outsiders {
	let heading = '';
	const found = lines.flatMap((line, index): Outsiders => {
		if (line.count === 0) {
			heading = isHeading(line, lines[index + 1]) && isOfTask(line.text) ? line.text : '';
			return [];
		}
		if (line.isApart) heading = '';
		const unmarked = line.text.replace(/^\s*\d{1,3}[.)]\s+/, '');
		const [first = ''] = unmarked.split(/\s*(?:[:：]|\s[-–—]\s|[(+\d])/);
		const task = heading === '' && isOfTask(first) ? first : heading;
		return task === '' ? [] : [[line, isUnder(task)]];
	});
	const outside = new Set(found.map(([line]) => line));
	const others = lines.filter((line) => line.count > 0 && !outside.has(line));
	const usual = others.filter(({ count, text }) => count === 1 && LABEL_AND_NAME.test(text));
	if (usual.length * 2 > others.length) return [];
	// "Office +44 …, Reception +44 …"
	const offices = found.filter(([{ text }]) => isOfInstitution(wordsIn(text)));
	if (others.length === 0) return found.length > 1 ? offices : [];
	// Of two people each may have a task, but an office is nobody.
	const isFew = countIn(others) > Math.max(found.length, 1);
	return found.filter(([{ text }]) => isFew || holdsAny(wordsIn(text), INSTITUTIONS));
}

const LABEL_AND_NAME = /^[^\d:：]*(?:[:：]|\s[-–—]\s)[^\d+]*\p{L}/u;

/** Whether words begin with a task, or begin or end with a place: "Head of sales" and "office manager" are people. */
export function isOfTask(part: string): boolean {
	const words = wordsIn(part);
	const [joint = '', last = ''] = words.slice(-2);
	const isJob = words.length > 2 && joint.length <= 3;
	return (
		holdsAny([...words.slice(0, 2), words.slice(0, 2).join('')], TASKS) ||
		holdsAny([...words.slice(0, 1), isJob ? '' : last], INSTITUTIONS)
	);
}

/** A sentence's first words, of which only the first has a capital letter. */
const IS_PHRASE = /^\P{L}*\p{Lu}\p{L}*(?:[\s/-]+\p{Ll}[\p{L}’']*)+\s*$/u;

/** "Goalkeepers" and "Defenders" all come; beside "Participants" stands who may not. */
function besideParticipants(sections: Section[]): Outsiders {
	if (!sections.some(({ heading }) => isOfPeople(heading))) return [];
	const others = sections.filter(({ heading }) => heading !== '' && !isOfPeople(heading));
	return others.flatMap(({ heading, below }) =>
		below.map((line): [Line, Refusal] => [line, isUnder(heading)]),
	);
}

export function isUnder(heading: string): Refusal {
	return refuse(
		`stands under "${shorten(heading)}", and it is not known whether those are to be added`,
		NEXT_STEP,
	);
}

/** "Phone" in "Phone: +44 …" */
function labelOf({ text }: Line): string {
	return splitLabel(text)[0];
}

function isPhone(label: string): boolean {
	const words = wordsIn(label);
	return holdsAny(words, WHATSAPP, MOBILE, PHONE) && isOfKinds(words, PERSONS);
}

interface Section {
	/** Empty for what stands below none. */
	heading: string;
	below: Line[];
}

function sectionsOf(lines: Line[]): Section[] {
	const sections: Section[] = [{ heading: '', below: [] }];
	for (const [index, line] of lines.entries()) {
		if (isHeading(line, lines[index + 1])) {
			// What stands above everything is the title of it all, unless it says that it is more.
			const isTitle = index === 0 && !ENDS_IN_COLON.test(line.text) && !isOfPeople(line.text);
			sections.push({ heading: isTitle ? '' : line.text, below: [] });
		} else if (line.count > 0) sections.at(-1)?.below.push(line);
	}
	return sections;
}

/** "Coming: Ana +44 …", "Captain: Ben +44 …" */
function inFront(lines: Line[]): Section[] {
	const labelled = lines.filter(({ text }) => isLabelledName(text));
	return labelled.map((line) => ({ heading: labelOf(line), below: [line] }));
}

export const ENDS_IN_COLON = /[:：][^\p{L}]{0,9}$/u;
const MOST_WORDS_OF_A_HEADING = 4;

/** A line without a number that ends in a colon, or is above one with a name and a number. */
export function isHeading(line: Line, next: Line | undefined): boolean {
	if (line.count > 0 || next === undefined) return false;
	if (ENDS_IN_COLON.test(line.text)) return true;
	const words = wordsIn(line.text);
	const isShort = words.length <= MOST_WORDS_OF_A_HEADING && !/[:：(]/.test(line.text);
	const isLine = isShort || line.isApart;
	return isLine && next.count > 0 && !isOfKinds(wordsIn(next.text));
}

/** "Participants", "Yes": a heading of people who take part, or nothing but such a word. */
export function isOfPeople(heading: string): boolean {
	if (isDecliningHeading(heading)) return false;
	const words = wordsIn(heading);
	return holdsAny(words, PEOPLE, TAKING_PART) || (words.length > 0 && areAll(words, PERSONS));
}

/** Whether words tell nothing but the kind of a phone, or what is in one of the other sets. */
export function isOfKinds(words: string[], ...others: Array<ReadonlySet<string>>): boolean {
	return areAll(words, ...KINDS, ...others);
}

const KINDS = [WHATSAPP, MOBILE, PHONE, AT_A_PLACE, NUMBER];
