'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const { dest, parallel, series, src, watch } = require('gulp');

const ASSETS = [
	'nodes/**/*.{svg,png,node.json}',
	'nodes/**/__schema__/**/*.json',
	'credentials/**/*.{svg,png}',
];
const LICENCES = 'dist/THIRD_PARTY_LICENSES.md';

// n8n installs a community package without any dependencies, so everything except what n8n itself
// provides has to be inside the bundle. A library gets in only by being named here, because its
// licence then ships too and n8n's reviewers want to know.
const BUNDLED = ['libphonenumber-js'];

// Both nodes load this file instead of holding a copy of the library each.
const PHONE_LIBRARY = 'nodes/shared/phone/number/library';

async function clean() {
	await fs.rm('dist', { recursive: true, force: true });
}

async function bundle() {
	await bundleFiles([`${PHONE_LIBRARY}.ts`], { libraries: BUNDLED });
	await bundleFiles(await entryPoints(), { plugins: [sharedPhoneLibrary] });
}

const sharedPhoneLibrary = {
	name: 'shared phone library',
	setup(build) {
		// Seen from dist/nodes/<Node>/<Node>.node.js.
		const shared = { path: `../../${PHONE_LIBRARY}.js`, external: true };
		build.onResolve({ filter: /^\.\/library$/ }, () => shared);
	},
};

async function bundleFiles(entryPoints, { plugins = [], libraries = [] }) {
	const { metafile } = await esbuild.build({
		entryPoints,
		plugins,
		outdir: 'dist',
		outbase: '.',
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		charset: 'utf8',
		// Readable on purpose: whoever reviews the published package reads this output.
		minify: false,
		legalComments: 'inline',
		external: ['n8n-workflow'],
		metafile: true,
		logLevel: 'warning',
	});
	const stray = bundledPackages(metafile).filter((name) => !libraries.includes(name));
	if (stray.length > 0) {
		throw new Error(
			`${stray.join(', ')} would be in ${entryPoints.join(', ')}; see BUNDLED and PHONE_LIBRARY.`,
		);
	}
}

// Without `encoding: false` gulp 5 reads files as UTF-8 text and damages binary icons.
function assets() {
	return src(ASSETS, { base: '.', encoding: false, allowEmpty: true }).pipe(dest('dist'));
}

async function licences() {
	const sections = await Promise.all(
		BUNDLED.map(async (name) => {
			const root = path.join('node_modules', name);
			const { version, license } = await readPackageJson(root);
			const text = await fs.readFile(path.join(root, 'LICENSE'), 'utf8');
			return `## ${name} ${version} (${license})\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`;
		}),
	);
	const intro =
		'# Third-party licences\n\nThe files beside this one contain code of these libraries.\n';
	await fs.mkdir(path.dirname(LICENCES), { recursive: true });
	await fs.writeFile(LICENCES, [intro, ...sections].join('\n'));
}

// n8n loads the files that package.json lists and nothing else, so that list is what gets built.
async function entryPoints() {
	const { n8n } = await readPackageJson('.');
	return [...n8n.nodes, ...n8n.credentials].map((file) =>
		file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
	);
}

function bundledPackages(metafile) {
	const names = Object.keys(metafile.inputs)
		.map((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
		.filter((name) => name !== undefined);
	return [...new Set(names)];
}

async function readPackageJson(folder) {
	return JSON.parse(await fs.readFile(path.join(folder, 'package.json'), 'utf8'));
}

const build = series(clean, parallel(bundle, assets, licences));

exports.build = build;
exports.watch = series(build, () => watch(['nodes/**', 'credentials/**'], build));
