import { installDeduplication, removeDeduplication } from './deduplication.mts';
import { testCredential } from './credentialTest.mts';
import { setWaitSpeed, waitedMs } from './fastWaits.mts';
import { core, workflow as n8nWorkflow } from './n8n.mts';
import { listSearch } from './listSearch.mts';
import { createNodeTypes } from './nodeTypes.mts';
import { preparePackage } from './package/prepare.mts';
import { runWorkflow } from './runWorkflow.mts';
import { plain } from './serialize.mts';
import { nodeWorkflow, NODE, TOOL_CALLER, toolWorkflow } from './workflows.mts';
import { toolTwinOf } from './toolTwin.mts';
import type { Engine, EngineOptions, LoadedPackage, ToolAnswer } from './types.mts';
import { Webhooks } from './webhooks.mts';

/**
 * n8n's real engine in this process, with the packed and installed package loaded into it. For
 * jest, whose sandbox n8n-core does not survive, there is client.mts with the same calls.
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
	const folder = options.packageFolder ?? (await preparePackage()).packageFolder;
	const loader = new core.PackageDirectoryLoader(folder);
	await loader.loadAll();
	const environment = { loader, nodeTypes: createNodeTypes(loader) };
	let webhooks = new Webhooks(environment);
	const reset = async (waitSpeed = 1) => {
		setWaitSpeed(waitSpeed);
		removeDeduplication();
		await webhooks.close();
		webhooks = new Webhooks(environment);
	};

	return {
		loaded: async () => describePackage(loader),
		run: async (workflow, runOptions) => await runWorkflow(environment, workflow, runOptions),
		runNode: async (call) => {
			const result = await runWorkflow(environment, nodeWorkflow(loader.packageName, call), call);
			const last = result.nodes[NODE]?.at(-1);
			const outputs = last?.outputs ?? [];
			const output = (outputs[0] ?? []).map(({ json }) => json);
			return { ...result, outputs, output, hints: last?.hints ?? [] };
		},
		runTool: async ({ args, ...call }) => {
			const workflow = toolWorkflow(loader.packageName, call);
			const run = await runWorkflow(environment, workflow, { ...call, items: [args].flat() });
			const answer = run.nodes[TOOL_CALLER]?.at(-1)?.outputs[0]?.at(-1)?.json;
			if (!answer) throw new Error(run.error?.message ?? 'The tool caller did not run.');
			return { ...(answer as unknown as ToolAnswer), run };
		},
		listSearch: async (call) => plain(await listSearch(environment, call)),
		testCredential: async (type, data) => await testCredential(loader, type, data),
		activate: async (workflow, activation) => await webhooks.activate(workflow, activation),
		deactivate: async (workflowId, kind, credentials) =>
			await webhooks.deactivate(workflowId, kind ?? 'production', credentials ?? undefined),
		webhookCalls: async (workflowId) => await webhooks.takeCalls(workflowId),
		installDeduplication: async (store) => await installDeduplication(store),
		removeDeduplication: async () => removeDeduplication(),
		usage: async () => {
			const { user, system } = process.cpuUsage();
			const memoryMb = process.memoryUsage.rss() / 2 ** 20;
			return { cpuMs: (user + system) / 1_000, memoryMb, waitedMs: waitedMs() };
		},
		reset,
		close: async () => await reset(),
	};
}

function describePackage(loader: InstanceType<typeof core.PackageDirectoryLoader>): LoadedPackage {
	const { nodes, credentials } = loader.types;
	const tools = nodes
		.filter(({ usableAsTool }) => usableAsTool)
		.map(({ name }) => n8nWorkflow.NodeHelpers.getVersionedNodeType(loader.getNode(name).type))
		.map((node) => toolTwinOf(node).description);
	const { name } = loader.packageJson;
	return plain({ name, folder: loader.directory, nodes, tools, credentials });
}
