import unit from './jest.config.mjs';

/** The same tools as for the other tests, around one real n8n that all files share. */
/** @type {import('jest').Config} */
export default {
	...unit,
	testMatch: ['<rootDir>/test/e2e/**/*.test.mts'],
	globalSetup: '<rootDir>/test/e2e/support/globalSetup.mjs',
	globalTeardown: '<rootDir>/test/e2e/support/globalTeardown.mjs',
	// They share one n8n and its credentials, so one file at a time.
	maxWorkers: 1,
	// Generous, because a machine that does other things too takes long to draw the editor.
	testTimeout: 180_000,
};
