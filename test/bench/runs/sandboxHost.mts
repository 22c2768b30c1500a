import { startSandbox } from '../../sandbox/sandbox.mts';
import type { SandboxReply, SandboxRequest } from '../protocol.mts';

// The local 2Chat, in a process of its own so that its work does not count as anybody's.

const send = (reply: SandboxReply) => process.send?.(reply);
const sandbox = await startSandbox({
	settings: { groupsPerDay: 0, requestsPerMinute: 10_000_000 },
});
let before = totals();

process.on('disconnect', () => process.exit());
process.on('message', (request: SandboxRequest) => {
	if (request === 'reset') {
		sandbox.reset();
		before = totals();
	}
	const now = totals();
	send({
		usage: {
			calls: sandbox.calls.length,
			credits: now.credits - before.credits,
			groups: now.groups - before.groups,
		},
	});
});
send({ ready: { baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey } });

function totals(): { credits: number; groups: number } {
	const { accounts, groups } = sandbox.world;
	const credits = accounts.reduce((sum, { apiRequestCount }) => sum + apiRequestCount, 0);
	return { credits, groups: groups.length };
}
