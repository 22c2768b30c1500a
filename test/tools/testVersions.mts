import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../engine/package/command.mts';
import { ENGINE_VARIABLE } from '../engine/n8nRequire.mts';
import { projectRoot } from '../engine/paths.mts';
import { cachedFolder } from '../n8n/cachedFolder.mts';
import { cacheFolder } from '../n8n/home.mts';
import { npmInstall } from '../n8n/npmInstall.mts';
import { reported } from '../n8n/progress.mts';
import { N8N_CORE_VERSIONS } from '../n8n/versions.mts';

// All workflow tests in engines of n8n, from the oldest to the newest, and the table about it in the README.
// Without --all only in the oldest and the newest, and the table stays as it is.

const README = path.join(projectRoot, 'README.md');
const TABLE = /(<!-- compatibility -->)[^]*?(<!-- \/compatibility -->)/;

const isWhole = process.argv.includes('--all');
const [oldest = ''] = N8N_CORE_VERSIONS;
const versions = [...(isWhole ? N8N_CORE_VERSIONS : [oldest]), await newest()];
const rows: string[] = [];
for (const version of versions) {
	const folder = path.join(cacheFolder(), `engine-${version}`);
	await cachedFolder(folder, async (staging) => {
		await reported(`Installing n8n-core ${version}`, async () => {
			await npmInstall(staging, { 'n8n-core': version }, {});
		});
	});
	const library = await versionOf(folder, 'n8n-workflow');
	const { passed, failed } = await runTests(folder);
	if (failed > 0 || passed === 0) process.exitCode = 1;
	rows.push(
		`| ${version} | ${library} | ${process.versions.node} | ${passed} passed, ${failed} failed |`,
	);
}

const table = [
	'',
	'| n8n-core | n8n-workflow | Node | tests in the engine |',
	'| --- | --- | --- | --- |',
	...rows,
	'',
].join('\n');
process.stdout.write(`${table}\n`);
if (isWhole && process.exitCode === undefined) {
	const readme = await fs.readFile(README, 'utf8');
	if (!TABLE.test(readme)) throw new Error('README.md has no place for the table.');
	await fs.writeFile(README, readme.replace(TABLE, `$1\n${table}\n$2`));
}

/** The highest released version; which of them npm's tags point at changes with n8n's channels. */
async function newest(): Promise<string> {
	const answer = await runCommand('npm', ['view', 'n8n-core', 'versions', '--json'], projectRoot);
	const released = (JSON.parse(answer) as string[]).filter((version) => /^[\d.]+$/.test(version));
	const [first] = released.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
	if (first === undefined) throw new Error('The registry lists no n8n-core.');
	return first;
}

async function versionOf(folder: string, library: string): Promise<string> {
	const file = path.join(folder, 'node_modules', library, 'package.json');
	return (JSON.parse(await fs.readFile(file, 'utf8')) as { version: string }).version;
}

async function runTests(folder: string): Promise<{ passed: number; failed: number }> {
	const results = path.join(folder, 'results.json');
	await fs.rm(results, { force: true });
	const jest = path.join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js');
	const args = [
		jest,
		'--selectProjects',
		'workflow',
		// These are about the harness around the newest engine.
		'--testPathIgnorePatterns=test/workflow/engine',
		'--json',
		`--outputFile=${results}`,
	];
	// All that jest prints goes where it does not mix with the table.
	const child = spawn(process.execPath, args, {
		cwd: projectRoot,
		env: { ...process.env, [ENGINE_VARIABLE]: folder },
		stdio: ['ignore', process.stderr, process.stderr],
	});
	await new Promise((resolve) => child.on('close', resolve));
	const summary = JSON.parse(await fs.readFile(results, 'utf8')) as Record<string, number>;
	const { numPassedTests = 0, numFailedTests = 0, numRuntimeErrorTestSuites = 0 } = summary;
	return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}
