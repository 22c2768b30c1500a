import unit from './jest.config.mjs';

/** Queue mode: PostgreSQL, Redis, n8n's main process and workers. */
/** @type {import('jest').Config} */
export default {
	...unit,
	testMatch: ['<rootDir>/test/scale/**/*.test.mts'],
	maxWorkers: 1,
	testTimeout: 600_000,
};
