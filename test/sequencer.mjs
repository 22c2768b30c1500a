import TestSequencer from '@jest/test-sequencer';

/** Those that take longest, and would otherwise be what is left to wait for in the end. */
const FIRST = ['model', 'answers', 'check', 'uniqueKey', 'participantList'];

export default class SlowestFirst extends TestSequencer {
	sort(tests) {
		const rank = ({ path }) => FIRST.findIndex((name) => path.endsWith(`/${name}.test.mts`));
		const slow = [...tests].filter((test) => rank(test) >= 0).sort((a, b) => rank(a) - rank(b));
		return [...slow, ...super.sort(tests.filter((test) => rank(test) < 0))];
	}
}
