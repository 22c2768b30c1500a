/** What a maintainer has to fill in before the first release, and where it stands. The one list of them. */
const PLACEHOLDERS = [
	{ what: 'repository', text: 'n8n-nodes-2chat-groups/n8n-nodes-2chat-groups' },
	{ what: 'e-mail of the author', text: 'maintainers@example.com' },
	{ what: 'author and licence holder', text: 'n8n-nodes-2chat-groups contributors' },
];

const FILES = [
	'package.json',
	'LICENSE',
	'README.md',
	'SECURITY.md',
	'CHANGELOG.md',
	'nodes/TwoChatGroups/TwoChatGroups.node.json',
	'nodes/TwoChatGroupsTrigger/TwoChatGroupsTrigger.node.json',
];

/** What still stands in the way of a release, one line each. */
export function openForRelease(read: (file: string) => string): string[] {
	const left = FILES.flatMap((file) =>
		PLACEHOLDERS.filter(({ text }) => read(file).includes(text)).map(
			({ what, text }) => `${file}: ${what} is still "${text}"`,
		),
	);
	const { version } = JSON.parse(read('package.json')) as { version: string };
	const isListed = read('CHANGELOG.md').includes(`## [${version}]`);
	return isListed ? left : [...left, `CHANGELOG.md: has no section "## [${version}]"`];
}
