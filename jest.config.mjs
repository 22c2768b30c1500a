/** @type {import('jest').Config} */
export default {
	testMatch: ['<rootDir>/test/{unit,sandbox,workflow}/**/*.test.mts'],
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
	testSequencer: '<rootDir>/test/sequencer.mjs',
	testEnvironment: '<rootDir>/test/environment.mjs',
	reporters: ['default', '<rootDir>/test/closingLine.mjs'],
	// The first start of the engine builds, packs and installs the package.
	testTimeout: 60_000,
	maxWorkers: 3,
};
