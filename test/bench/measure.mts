import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

import type { PreparedPackage } from '../engine/package/prepare.mts';
import { bundle } from './load/bundles.mts';
import { measureLoading, type Loadable } from './load/loading.mts';
import { packageSize } from './load/packageSize.mts';
import type { Plan } from './plan.mts';
import type { BigGroup, Results } from './results.mts';
import { startSandboxProcess, type SandboxProcess } from './runs/children.mts';
import { writeFloorPackage } from './runs/floorPackage.mts';
import { HTTP_REQUEST } from './runs/n8nNodes.mts';
import { candidatesOf, measureSeries, refusalOf, type Setup } from './series.mts';

/** 2Chat takes so many people in one call. */
const ONE_CALL = 10;

/** @param n8nModules of a full n8n, for its own nodes; without it those are left out */
export async function measure(
	plan: Plan,
	prepared: PreparedPackage,
	n8nModules: string | undefined,
	report: (line: string) => void,
): Promise<Results> {
	const temporary = await fs.mkdtemp(path.join(os.tmpdir(), 'bench-'));
	const sandbox = await startSandboxProcess();
	try {
		const { packageFolder } = prepared;
		const floorFolder = await writeFloorPackage(temporary);
		const { baseUrl, apiKey } = sandbox;
		const setup: Setup = { baseUrl, apiKey, packageFolder, floorFolder, n8nModules };

		report('Loading');
		const full = await bundle(path.join(temporary, 'with'), true);
		const empty = await bundle(path.join(temporary, 'without'), false);
		const own = createRequire(import.meta.url).resolve('n8n-core');
		const ofBundle = (files: string[]): Loadable => ({ files, workflowFrom: files[0] ?? own });
		const floorFile = path.join(floorFolder, 'dist', 'Floor.node.js');
		const installed = full.files.map((file) =>
			path.join(packageFolder, 'dist', path.relative(path.join(temporary, 'with'), file)),
		);
		const loadables = {
			node: ofBundle(installed),
			floor: { files: [floorFile], workflowFrom: own },
			withLibrary: ofBundle(full.files),
			withoutLibrary: ofBundle(empty.files),
		};
		const loading = await measureLoading(loadables, plan.loadRounds);
		const httpRequest =
			n8nModules === undefined
				? undefined
				: await measureLoading(
						{ httpRequest: ofBundle([path.join(n8nModules, HTTP_REQUEST)]) },
						plan.loadRounds,
					);

		const series: Results['series'] = [];
		for (const one of plan.series) {
			report(`${one.items} items`);
			series.push({ series: one, rounds: await measureSeries(sandbox, setup, one) });
		}
		return {
			candidates: candidatesOf(setup),
			series,
			bigGroups: await measureBigGroups(sandbox, setup, plan, report),
			loading: { ...loading, ...httpRequest },
			size: await packageSize(prepared),
			contents: full.contents,
		};
	} finally {
		await sandbox.close();
		await fs.rm(temporary, { recursive: true, force: true });
	}
}

async function measureBigGroups(
	sandbox: SandboxProcess,
	setup: Setup,
	plan: Plan,
	report: (line: string) => void,
): Promise<BigGroup[]> {
	const groups: BigGroup[] = [];
	for (const { people, executions } of plan.groupSizes) {
		report(`A group of ${people} people`);
		const series = { items: 1, people, executions, rounds: plan.groupRounds };
		const { node: rounds } = await measureSeries(sandbox, setup, series, ['node']);
		const refusal =
			people > ONE_CALL
				? await refusalOf(sandbox, { ...setup, candidate: 'floor' }, people)
				: undefined;
		groups.push({ people, rounds, refusal });
	}
	return groups;
}
