import fs from 'node:fs';
import path from 'node:path';

import { BLANK, messagesInSources, sourcesBelow } from './messages.mts';

const root = path.join(__dirname, '../..');
const folders = [path.join(root, 'nodes'), path.join(root, 'credentials')];
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');

/** First column of the tables between the two marks. */
function listedMessages(): string[] {
	const section = /<!-- messages -->(.*)<!-- \/messages -->/s.exec(readme)?.[1] ?? '';
	return section
		.split('\n')
		.filter((line) => line.startsWith('| ') && !/^\| (what you see|---)/.test(line))
		.map((line) => (line.split(' | ')[0] ?? '').slice(2).trim());
}

describe('the messages in the README', () => {
	test('are all that the nodes can give', () => {
		const listed = new Set(listedMessages());
		expect(listed.size).toBeGreaterThan(50);
		expect(messagesInSources(folders).filter((text) => !listed.has(text))).toEqual([]);
	});

	test('all stand in the sources, word for word', () => {
		const known = new Set(messagesInSources(folders));
		const sources = folders
			.flatMap(sourcesBelow)
			.map((file) => fs.readFileSync(file, 'utf8'))
			.join('\n');
		// Some are put together in ways that the reader of the sources does not follow.
		const isWritten = (message: string) =>
			message.split(BLANK).every((part) => part.trim().length < 3 || sources.includes(part));
		expect(listedMessages().filter((text) => !known.has(text) && !isWritten(text))).toEqual([]);
	});
});

describe('the README', () => {
	test('links to no file that is missing', () => {
		const links = [...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(
			(match) => match[1] ?? '',
		);
		expect(links.filter((link) => !fs.existsSync(path.join(root, link)))).toEqual([]);
	});

	test('links to no heading that is missing', () => {
		const anchors = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1]);
		const headings = [...readme.matchAll(/^##+ (.+)$/gm)].map((match) =>
			(match[1] ?? '')
				.toLowerCase()
				.replace(/[^\w\s-]/g, '')
				.replace(/\s/g, '-'),
		);
		expect(anchors.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
	});
});
