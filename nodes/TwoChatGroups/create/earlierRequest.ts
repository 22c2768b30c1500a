import { toNodeError } from '../../shared/api/failure';
import { isTool } from '../../shared/memory/itemKey';
import { exists, type ExistingGroup } from '../../shared/memory/executionMemory';
import { quote } from '../../shared/text';
import { forgetAttempt, groupMayExistError, type Attempt } from './attempt';
import type { CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';
import { groupDespiteRefusal, lookOnce, recover } from './recover';

/**
 * The group that an earlier try of the execution has found or created for this request.
 *
 * @throws NodeApiError when it may exist, and for a model's tool when one that it has asked for before may
 */
export async function earlierGroup(
	run: CreateRun,
	request: GroupRequest,
): Promise<ExistingGroup | null> {
	const earlier = run.memory.find(request.key);
	if (earlier === undefined) {
		if (isTool(run.context)) await throwIfAskedBefore(run, request);
		return null;
	}
	return exists(earlier) ? earlier : await groupOfEarlier({ run, request, requested: earlier });
}

/**
 * What came of a request of an earlier try. Null when it has surely made no group: it is forgotten, and may be sent
 * again.
 *
 * @throws NodeApiError when the group may exist
 */
export async function groupOfEarlier(attempt: Attempt): Promise<ExistingGroup | null> {
	if (attempt.requested.state === 'requested') return await recover(attempt, null);
	const group = await groupDespiteRefusal(attempt, null);
	if (group === null) await forgetAttempt(attempt);
	return group;
}

/**
 * After an unclear end a model asks again in other words: one person more, a dot behind the name. Such a call sends
 * nothing; it looks for the earlier group once, and fails with what it has found.
 */
async function throwIfAskedBefore(run: CreateRun, request: GroupRequest): Promise<void> {
	for (const [key, requested] of run.memory.unclear(request.fromNumber)) {
		const { requestedName: name, people } = requested;
		const isAlike =
			essence(name) === essence(request.name) ||
			request.people.some((number) => people[number] !== undefined);
		if (!isAlike) continue;
		const asked = { ...request, key, name, people: Object.keys(people) };
		const attempt = { run, request: asked, requested };
		const isRefused = requested.state === 'refused';
		const found = isRefused ? await groupOfEarlier(attempt) : await lookOnce(attempt);
		if (found !== null && typeof found !== 'string') {
			throw toNodeError(run.context.getNode(), {
				certainty: 'notDone',
				message: `The group ${quote(name, 100)} that was asked for before exists by now: ${found.uuid}. Nothing was sent for ${quote(request.name, 100)}`,
				nextStep:
					'If it is the same group, ask for it in the same words as before, or add people to it. If not, ask again.',
			});
		}
		if (!isRefused) throw groupMayExistError(run, asked, null);
	}
}

/** What is left of a name in other words: "Support.", "SUPPORT", "Support 🎾". */
function essence(name: string): string {
	return name
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}
