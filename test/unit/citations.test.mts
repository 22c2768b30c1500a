import { DEFAULT_SETTINGS } from '../sandbox/settings.mts';
import { filesIn, read } from './project.mts';

/** Sections with and without a number behind the dot: `2` and `2.4`. */
const SECTIONS = new Set(
	[...read('docs/2chat-api.md').matchAll(/^##+ (\d+(?:\.\d+)?)\.? /gm)].map(([, number]) => number),
);
const FILES = filesIn('nodes', 'credentials', 'test').filter(
	(file) => /\.m?ts$/.test(file) && file !== 'test/unit/citations.test.mts',
);

/** A comment may break its line within a citation. */
const flat = (text: string) => text.replace(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s*/g, ' ');

/** `2.4`, `section 6`, or `section 7, 3 to 5`, which is 7.3 to 7.5. */
const PLACE = String.raw`(?:\d+\.\d+|sections? \d+(?:,? (?:to |and )?\d+(?![\d.]))*)`;
const CITATION = new RegExp(
	String.raw`2chat-api\.md[ ,:]+(\d+(?![\d.])|${PLACE}(?:[,;]? (?:to |and )?${PLACE})*)`,
	'g',
);

function sectionsIn(text: string): string[] {
	return [...flat(text).matchAll(CITATION)].flatMap(([, places = '']) =>
		[
			...places.matchAll(/sections? (\d+)((?:,? (?:to |and )?\d+(?![\d.]))*)|\d+(?:\.\d+)?/g),
		].flatMap(([place, chapter, entries = '']) => {
			if (chapter === undefined) return [place];
			const numbers = entries.match(/\d+/g) ?? [];
			return numbers.length === 0 ? [chapter] : numbers.map((number) => `${chapter}.${number}`);
		}),
	);
}

const citations = FILES.flatMap((file) =>
	sectionsIn(read(file)).map((section) => ({ file, section })),
);

test('every citation of docs/2chat-api.md names a section that is there', () => {
	expect(citations.length).toBeGreaterThan(0);
	expect(citations.filter(({ section }) => !SECTIONS.has(section))).toEqual([]);
});

test('the open questions name only settings that the sandbox has', () => {
	const played = read('docs/2chat-api.md').split('**Sandbox**:').slice(1);
	const named = played.flatMap(
		(text) => text.split('\n\n')[0]?.match(/(?<=`)[a-z]+[A-Z]\w*(?=`)/g) ?? [],
	);
	expect(named.length).toBeGreaterThan(10);
	expect(named.filter((name) => !(name in DEFAULT_SETTINGS))).toEqual([]);
});
