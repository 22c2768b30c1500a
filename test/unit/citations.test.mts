import { DEFAULT_SETTINGS } from '../sandbox/settings.mts';
import { filesIn, read } from './project.mts';

/** Sections with and without a number behind the dot: `2` and `2.4`. */
const SECTIONS = new Set(
	[...read('docs/2chat-api.md').matchAll(/^##+ (\d+(?:\.\d+)?)\.? /gm)].map(([, number]) => number),
);
const FILES = filesIn('nodes', 'credentials', 'test').filter(
	(file) => /\.m?ts$/.test(file) && file !== 'test/unit/citations.test.mts',
);

/** `2chat-api.md 2.4`, `2chat-api.md 7.3 to 7.5`. A comment may break its line within one. */
const CITATION = /2chat-api\.md((?:[\s*/,;:]+(?:(?:to|and) )?\d+(?:\.\d+)?)+)/g;

const citations = FILES.flatMap((file) =>
	[...read(file).matchAll(CITATION)].flatMap(([, places = '']) =>
		(places.match(/\d+(?:\.\d+)?/g) ?? []).map((section) => ({ file, section })),
	),
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
