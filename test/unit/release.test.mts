import { openForRelease } from '../tools/placeholders.mts';
import { read } from './project.mts';

const filledIn = (file: string) =>
	read(file)
		.replaceAll('n8n-nodes-2chat-groups/n8n-nodes-2chat-groups', 'someone/n8n-nodes-2chat-groups')
		.replaceAll('maintainers@example.com', 'someone@2chat.co')
		.replaceAll('n8n-nodes-2chat-groups contributors', 'Someone')
		.replace(
			'## [Unreleased]',
			`## [${(JSON.parse(read('package.json')) as { version: string }).version}]`,
		);

test('a release is free once everything is filled in', () => {
	expect(openForRelease(filledIn)).toEqual([]);
});

test.each([
	['package.json', 'maintainers@example.com'],
	['LICENSE', 'n8n-nodes-2chat-groups contributors'],
	['README.md', 'n8n-nodes-2chat-groups/n8n-nodes-2chat-groups'],
])('a placeholder in %s stops it', (file, text) => {
	const [open, ...others] = openForRelease((name) =>
		name === file
			? filledIn(name).replace('"license"', `"was": "${text}", "license"`) +
				(name === 'package.json' ? '' : text)
			: filledIn(name),
	);
	expect(open).toContain(`${file}: `);
	expect(others).toEqual([]);
});

test('a version that the changelog does not name stops it', () => {
	const open = openForRelease((file) => (file === 'CHANGELOG.md' ? '# Changelog' : filledIn(file)));
	expect(open).toEqual([expect.stringContaining('CHANGELOG.md: has no section')]);
});

test('npm runs the check before it publishes', () => {
	const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	expect(scripts['prepublishOnly']).toMatch(/checkRelease\.mts && n8n-node prerelease$/);
});
