import type { FoundGroup } from '../../shared/groups/foundGroups';
import type { SavedResults } from '../../shared/groups/outcomes';
import type { ExistingGroup } from '../../shared/memory/executionMemory';
import { earlierGroup } from './earlierRequest';
import { existingGroup } from './existingGroup';
import { createNew } from './createNew';
import { asRecord, type CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';
import { pauseBetweenBatches, throwIfBeyondLimits, throwIfNobodyIsLeft } from './limits';
import { checkPeople } from './people';
import { claimKey, groupOfKey, linkKeyTo, linkNewKey } from './uniqueKey';

/**
 * Makes sure that the request has its group, without ever making two of it: by what the execution remembers,
 * by what 2Chat lists, or by creating it.
 *
 * @throws NodeApiError when 2Chat refused, or when it is not known whether the group exists
 * @throws NodeOperationError when an option says that it must not be created
 */
export async function findOrCreate(run: CreateRun, request: GroupRequest): Promise<ExistingGroup> {
	const earlier = await earlierGroup(run, request);
	if (earlier !== null) {
		await linkNewKey(run, request, earlier);
		return earlier;
	}
	const existing = await existingGroup(run, request);
	const checked = existing === null ? await prepareCreation(run, request) : {};
	if ((await claimKey(run, request)) === 'taken') {
		const state = request.options.ifGroupExists === 'use' ? 'used' : 'untouched';
		const ofKey = await groupOfKey(run, request);
		return useGroup(run, request, ofKey, { state, holdsKey: false });
	}
	if (existing === null) return await createNew(run, request, checked);
	const group = useGroup(run, request, existing, { state: 'used', holdsKey: true });
	await linkKeyTo(run, group);
	return group;
}

/**
 * All that comes before the Unique Key is claimed.
 *
 * @returns what Check Numbers First says of those to leave out
 */
async function prepareCreation(run: CreateRun, request: GroupRequest): Promise<SavedResults> {
	await throwIfBeyondLimits(run, request);
	const checked = await checkPeople(request, request.people);
	throwIfNobodyIsLeft(run, request, checked);
	// Whoever stops the run in this pause has not used the key up.
	await pauseBetweenBatches(run, request);
	return checked;
}

/** Takes a group that 2Chat lists for the one that the request asks for. */
function useGroup(
	run: CreateRun,
	request: GroupRequest,
	{ uuid, waGroupId, name }: FoundGroup,
	how: Pick<ExistingGroup, 'state' | 'holdsKey'>,
): ExistingGroup {
	const group = { ...asRecord(run, request), ...how, uuid, waGroupId, name, people: {} };
	run.memory.write(request.key, group);
	return group;
}
