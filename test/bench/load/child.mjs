import { createRequire } from 'node:module';

// Loads node files as n8n does at its start and says how long it took. Plain JavaScript, so that no
// translator is in the process that is measured.

/** @type {{ files: string[], workflowFrom: string }} */
const { files, workflowFrom } = JSON.parse(process.argv[2] ?? '{}');
const require = createRequire(import.meta.url);
// n8n has it loaded long before it comes to any node.
createRequire(workflowFrom)('n8n-workflow');

const before = process.hrtime.bigint();
const made = files.flatMap((file) => Object.values(require(file)).map((Type) => new Type()));
const ms = Number(process.hrtime.bigint() - before) / 1e6;

// A node with several versions reaches the editor as one description for each version.
const descriptions = made.flatMap((one) =>
	'nodeVersions' in one
		? Object.values(one.nodeVersions).map(({ description }) => description)
		: (one.description ?? []),
);
process.stdout.write(
	JSON.stringify({ ms, descriptionBytes: Buffer.byteLength(JSON.stringify(descriptions)) }),
);
