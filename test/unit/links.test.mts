import fs from 'node:fs';
import path from 'node:path';

import { projectRoot } from '../engine/paths.mts';
import { filesIn, read } from './project.mts';

const { homepage } = JSON.parse(read('package.json')) as { homepage: string };
const REPOSITORY = homepage.replace('#readme', '');
const CODEX = [
	'nodes/TwoChatGroups/TwoChatGroups.node.json',
	'nodes/TwoChatGroupsTrigger/TwoChatGroupsTrigger.node.json',
];
const PAGES = ['.', 'docs', 'examples'].flatMap((folder) =>
	fs
		.readdirSync(path.join(projectRoot, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => path.join(folder, name)),
);
/** 2Chat's documents, where they are now: its portal has moved once. */
const VENDOR =
	/^https:\/\/developers\.2chat\.co\/(llms\.txt|docs\/API\/(authentication|billing|api-response-codes|WhatsApp\/Web\/[a-z/-]+))$/;

interface Link {
	file: string;
	target: string;
}

const links: Link[] = [
	...PAGES.flatMap((file) =>
		[...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ file, target })),
	),
	...CODEX.flatMap((file) => {
		const { resources } = JSON.parse(read(file)) as {
			resources: Record<string, Array<{ url: string }>>;
		};
		return Object.values(resources).flatMap((list) =>
			list.map(({ url }) => ({ file, target: url })),
		);
	}),
	...['package.json', 'credentials/TwoChatGroupsApi.credentials.ts'].flatMap((file) =>
		[...read(file).matchAll(/https:\/\/[\w./#-]+/g)].map(([target]) => ({ file, target })),
	),
];

/** As GitHub makes them: small letters, no punctuation, a dash for each blank. */
function anchorsOf(file: string): string[] {
	const text = read(file).replace(/^```[^]*?^```/gm, '');
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replace(/\s/g, '-'),
	);
}

/** What is wrong with a link; null when it leads somewhere. */
function faultOf({ file, target }: Link): string | null {
	const own = target.startsWith(`${REPOSITORY}#`) ? `README.md#${target.split('#')[1]}` : null;
	if (own?.endsWith('#readme')) return null;
	if (own === null && /^https?:/.test(target)) {
		if (!URL.canParse(target) || !target.startsWith('https:')) return 'not a https address';
		const isVendor = new URL(target).host === 'developers.2chat.co';
		return isVendor && !VENDOR.test(target) ? "not one of 2Chat's current documents" : null;
	}
	const [page = '', anchor] = (own ?? target).split('#');
	const base = own === null ? path.dirname(file) : '.';
	const resolved = page === '' ? file : path.join(base, page);
	if (!fs.existsSync(path.join(projectRoot, resolved))) return 'no such file';
	return anchor === undefined || anchorsOf(resolved).includes(anchor) ? null : 'no such heading';
}

test('every link of README, docs, examples and codex leads somewhere', () => {
	expect(links.length).toBeGreaterThan(30);
	const faults = links.map((link) => ({ ...link, fault: faultOf(link) }));
	expect(faults.filter(({ fault }) => fault !== null)).toEqual([]);
});

test('both nodes and n8n lead to the credentials of the README', () => {
	for (const file of CODEX) expect(read(file)).toContain(`${REPOSITORY}#credentials`);
	expect(anchorsOf('README.md')).toContain('credentials');
});

test('the README names every example', () => {
	const readme = read('README.md');
	const examples = filesIn('examples').filter((file) => file.endsWith('.json'));
	expect(examples.filter((file) => !readme.includes(`(${file})`))).toEqual([]);
});

test('every file that CONTRIBUTING names is there', () => {
	const named = [
		...read('CONTRIBUTING.md').matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.m?ts|[\w.-]+\.m?ts)`/g),
	];
	const known = filesIn('nodes', 'credentials', 'test');
	const missing = named
		.map(([, file = '']) => file)
		.filter((file) => !known.some((one) => one === file || one.endsWith(`/${file}`)));
	expect(named.length).toBeGreaterThan(5);
	expect(missing).toEqual([]);
});
