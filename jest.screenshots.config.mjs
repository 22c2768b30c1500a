import e2e from './jest.e2e.config.mjs';

// The tests that pass by something worth showing look at this.
process.env.SCREENSHOTS = '1';

/** @type {import('jest').Config} */
export default {
	...e2e,
	testMatch: ['<rootDir>/test/e2e/{editor,form}.test.mts'],
};
