import path from 'node:path';

import { runCommand } from '../../engine/package/command.mts';
import { projectRoot } from '../../engine/paths.mts';
import { median } from '../stats.mts';

/** Something that n8n would load at its start. */
export interface Loadable {
	files: string[];
	/** A file from which `n8n-workflow` is found. */
	workflowFrom: string;
}

export interface Loading {
	/** Median over fresh processes. */
	ms: number;
	/** JSON of the descriptions, which n8n's editor downloads. */
	descriptionBytes: number;
}

/** Loads each of them in processes of their own, in turns. */
export async function measureLoading<Name extends string>(
	loadables: Record<Name, Loadable>,
	rounds: number,
): Promise<Record<Name, Loading>> {
	const entries = Object.entries(loadables) as Array<[Name, Loadable]>;
	const results = new Map<Name, Loading[]>(entries.map(([name]) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const [name, loadable] of entries) results.get(name)?.push(await loadOnce(loadable));
	}
	const summary = [...results].map(([name, loadings]) => {
		const ms = median(loadings.map((loading) => loading.ms));
		return [name, { ms, descriptionBytes: loadings[0]?.descriptionBytes ?? 0 }] as const;
	});
	return Object.fromEntries(summary) as Record<Name, Loading>;
}

async function loadOnce(loadable: Loadable): Promise<Loading> {
	const script = path.join(projectRoot, 'test/bench/load/child.mjs');
	const args = [script, JSON.stringify(loadable)];
	return JSON.parse(await runCommand(process.execPath, args, projectRoot)) as Loading;
}
