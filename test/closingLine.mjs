/** Ends a test run with one plain line that tools without knowledge of jest can read, too. */
export default class ClosingLine {
	onRunComplete(_contexts, results) {
		const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = results;
		// A file that could not be loaded has no tests to count, but has surely not passed.
		const failed = numFailedTests + numRuntimeErrorTestSuites;
		const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
		process.stdout.write(`\n${numPassedTests} passed, ${failed} failed${skipped}\n`);
	}
}
