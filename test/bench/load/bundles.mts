import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import * as library from 'libphonenumber-js/min';

import { projectRoot } from '../../engine/paths.mts';

const LIBRARY = 'libphonenumber-js';

/** What the package's files consist of. */
export interface Contents {
	ownBytes: number;
	/** libphonenumber's tables of numbering plans. */
	metadataBytes: number;
	/** libphonenumber's code. */
	libraryBytes: number;
}

export interface Bundle {
	files: string[];
	contents: Contents;
}

/** Bundles the package as its build does, with the library or with something empty in its place. */
export async function bundle(folder: string, withLibrary: boolean): Promise<Bundle> {
	const manifest = await fs.readFile(path.join(projectRoot, 'package.json'), 'utf8');
	const { n8n } = JSON.parse(manifest) as { n8n: { nodes: string[]; credentials: string[] } };
	const sources = [...n8n.nodes, ...n8n.credentials].map((file) =>
		file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
	);
	const { metafile } = await build({
		absWorkingDir: projectRoot,
		entryPoints: sources,
		outdir: folder,
		outbase: '.',
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		charset: 'utf8',
		external: ['n8n-workflow'],
		metafile: true,
		logLevel: 'warning',
		plugins: withLibrary ? [] : [emptyLibrary],
	});
	await provideWorkflowLibrary(folder);
	const files = sources.map((file) => path.join(folder, file.replace(/\.ts$/, '.js')));
	return { files, contents: contentsOf(metafile) };
}

/** Every function of it gives an empty list, which is enough for loading. */
const emptyLibrary: Plugin = {
	name: 'empty-library',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: new RegExp(`^${LIBRARY}`) }, () => ({
			path: LIBRARY,
			namespace: 'empty',
		}));
		onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
			contents: Object.keys(library)
				.map((name) => `exports.${name} = () => [];`)
				.join('\n'),
		}));
	},
};

async function provideWorkflowLibrary(folder: string): Promise<void> {
	const require = createRequire(import.meta.url);
	const workflow = path.dirname(require.resolve('n8n-workflow/package.json'));
	await fs.mkdir(path.join(folder, 'node_modules'), { recursive: true });
	await fs.symlink(workflow, path.join(folder, 'node_modules', 'n8n-workflow'), 'junction');
}

function contentsOf({ outputs }: Metafile): Contents {
	const contents: Contents = { ownBytes: 0, metadataBytes: 0, libraryBytes: 0 };
	for (const { inputs } of Object.values(outputs)) {
		for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
			contents[kindOf(input)] += bytesInOutput;
		}
	}
	return contents;
}

function kindOf(input: string): keyof Contents {
	if (!input.includes(`node_modules/${LIBRARY}/`)) return 'ownBytes';
	return /\/metadata\.[\w.]*json/.test(input) ? 'metadataBytes' : 'libraryBytes';
}
