import { startSandbox } from '../sandbox/sandbox.mts';
import type { SandboxReply, SandboxRequest } from './protocol.mts';

// The local 2Chat, in a process of its own so that its work does not count as the node's.

const send = (reply: SandboxReply) => process.send?.(reply);
const sandbox = await startSandbox({ settings: { groupsPerDay: 0, requestsPerMinute: 10_000_000 } });
const creditsAtStart = credits();

process.on('disconnect', () => process.exit());
process.on('message', (request: SandboxRequest) => {
	if (request === 'reset') sandbox.reset();
	send({
		used: {
			calls: sandbox.calls.length,
			credits: credits() - creditsAtStart,
			groups: sandbox.world.groups.length,
		},
	});
});
send({ ready: { baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey } });

function credits(): number {
	return sandbox.world.accounts.reduce((sum, { apiRequestCount }) => sum + apiRequestCount, 0);
}
