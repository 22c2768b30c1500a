const shared = {
	moduleFileExtensions: ['mts', 'ts', 'js', 'mjs', 'cjs', 'json', 'node'],
	transform: {
		'\\.m?ts$': [
			'@swc/jest',
			{
				jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
				module: { type: 'commonjs' },
			},
		],
	},
	testEnvironment: '<rootDir>/test/environment.mjs',
};

const project = (name, more = {}) => ({
	...shared,
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.mts`],
	...more,
});

/** @type {import('jest').Config} */
export default {
	projects: [
		project('unit'),
		project('workflow'),
		// One real n8n that all files share.
		project('e2e', {
			globalSetup: '<rootDir>/test/e2e/support/globalSetup.mjs',
			globalTeardown: '<rootDir>/test/e2e/support/globalTeardown.mjs',
		}),
		// Queue mode: PostgreSQL, Redis, n8n's main process and workers.
		project('scale'),
	],
	testSequencer: '<rootDir>/test/sequencer.mjs',
	reporters: ['default', '<rootDir>/test/closingLine.mjs'],
	// Generous: starting the engine builds, packs and installs the package, and a busy machine is slow at all of it.
	testTimeout: 180_000,
	maxWorkers: 4,
};
