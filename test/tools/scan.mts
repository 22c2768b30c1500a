import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
	analyzePackage,
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';
import { unpack } from '../engine/package/install.mts';
import { preparePackage } from '../engine/package/prepare.mts';
import { projectRoot } from '../engine/paths.mts';

// The check that n8n runs on a published package, on the two things it looks at: the source and the
// packed tarball. Its own command line takes published names only, and ends with 0 whatever it finds.

const { tarball } = await preparePackage();
const unpacked = await fs.mkdtemp(path.join(os.tmpdir(), 'scan-'));
await unpack(tarball, unpacked);

const legs = [
	{ name: 'source', folder: projectRoot, patterns: SOURCE_FILE_PATTERNS },
	{ name: 'tarball', folder: unpacked, patterns: ['**/*.js', 'package.json'] },
];

for (const { name, folder, patterns } of legs) {
	const { passed, message, details } = await analyzePackage(folder, patterns);
	report(`${name}: ${passed ? 'passed' : (message ?? 'failed')}`);
	report(passed ? await warnings(folder, patterns) : (details ?? ''));
	if (!passed) process.exitCode = 1;
}
await fs.rm(unpacked, { recursive: true });

// A passed analysis says nothing about its warnings, so they are collected in a second look.
async function warnings(cwd: string, patterns: string[]): Promise<string> {
	const eslint = new ESLint({
		cwd,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
		errorOnUnmatchedPattern: false,
	});
	const formatter = await eslint.loadFormatter('stylish');
	return await formatter.format(await eslint.lintFiles(patterns));
}

function report(text: string): void {
	if (text.trim() !== '') process.stdout.write(`${text.trim()}\n`);
}
