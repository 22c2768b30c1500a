import { once } from 'node:events';
import fs from 'node:fs/promises';
import { parseArgs } from 'node:util';

import type { RunResult, WorkflowJson } from '../engine/types.mts';
import type { Line } from '../workflow/results.mts';

// Runs one example in n8n's real engine, against the local 2Chat, and shows what came of it. Engine and
// sandbox are loaded when they are needed, so that an old Node gets a sentence instead of a stack trace.

const WORKFLOW = new URL('../../examples/form-to-group.json', import.meta.url);
const NODE = 'Create WhatsApp group';

/** What the demo shows of the node's output item. */
interface Shown {
	uuid: string;
	wa_group_id: string;
	name: string;
	from_number: string;
	participants: Line[];
	summary: { people: number; in_group: number };
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { keep: { type: 'boolean' } } });
	const { startSandbox } = await import('../sandbox/sandbox.mts');
	const sandbox = await startSandbox();
	try {
		const workflow = JSON.parse(await fs.readFile(WORKFLOW, 'utf8')) as WorkflowJson;
		const { createEngine } = await import('../engine/engine.mts');
		const engine = await createEngine();
		print(`Running examples/form-to-group.json in n8n's engine, against ${sandbox.url}\n`);
		const { apiKey, baseUrl } = sandbox;
		const credentials = { twoChatGroupsApi: { apiKey, baseUrl } };
		const result = await engine.run(workflow, { credentials });
		await engine.close();
		const group = groupOf(result);
		show(group);
		if (values.keep) {
			print(`\nThe group as WhatsApp has it: ${sandbox.url}/groups/${group.uuid}`);
			print('It stays open until Ctrl-C.');
			await once(process, 'SIGINT');
		} else {
			print('\nTo see the group on a page of its own: npm run demo -- --keep');
		}
	} finally {
		await sandbox.close();
	}
}

function groupOf(result: RunResult): Shown {
	if (result.status !== 'success') {
		const { message, description } = result.error ?? { message: 'The workflow did not end well.' };
		throw new Error([message, description].filter(Boolean).join('\n'));
	}
	const item = result.nodes[NODE]?.[0]?.outputs[0]?.[0];
	if (item === undefined) throw new Error(`"${NODE}" gave no item.`);
	return item.json as unknown as Shown;
}

function show(group: Shown): void {
	print(group.name);
	print(`  2Chat id     ${group.uuid}`);
	print(`  WhatsApp id  ${group.wa_group_id}`);
	print(`  From         ${group.from_number}`);
	print(`  In the group ${group.summary.in_group} of ${group.summary.people} people\n`);
	const rows = group.participants.map(({ input, phone_number, outcome, reason }) => [
		input,
		phone_number ?? '',
		outcome,
		reason,
	]);
	for (const line of table([['As typed', 'Number', 'Outcome', 'Why'], ...rows])) print(line);
	print('\nWhat to do next');
	for (const { input, next_step } of group.participants) {
		if (next_step !== null) print(`  ${input}: ${next_step}`);
	}
}

function table(rows: string[][]): string[] {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	return rows.map((row) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	process.stderr.write(`This needs Node 20.19 or newer; here is ${process.versions.node}.\n`);
	process.exit(1);
}
main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
