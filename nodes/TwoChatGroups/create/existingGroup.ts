import { quote } from '../../shared/text';
import { settingError } from '../../shared/settingError';
import { pickExistingGroup, type FoundGroup } from '../../shared/groups/foundGroups';
import { groupsNamed, requestsOf, type CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';
import { groupMayExistError } from './attempt';
import { exists } from '../../shared/memory/executionMemory';
import { isTool } from '../../shared/memory/itemKey';

/**
 * If Group Exists: the group of this name, when it is to be used.
 *
 * @throws NodeOperationError when there is one and the option says stop, or rows that came before have one
 * @throws NodeApiError when 2Chat does not show the sender's groups, or when there may be one
 */
export async function existingGroup(
	run: CreateRun,
	request: GroupRequest,
): Promise<FoundGroup | null> {
	const { fromNumber, name, options } = request;
	if (options.ifGroupExists === 'create') {
		throwIfNameHasGroup(run, request);
		return null;
	}
	const isUnclear = run.memory
		.named(fromNumber, name)
		.some(([, group]) => group.state === 'requested');
	// Another request may have created it since, without an answer.
	if (isUnclear) run.listed.delete(fromNumber);
	const group = pickExistingGroup(await groupsNamed(run, request), name);
	if (group === null && isUnclear) throw groupMayExistError(run, request, null);
	if (group === null || options.ifGroupExists === 'use') return group;
	throw settingError(
		run.context,
		`A group named ${quote(name, 100)} exists already on ${fromNumber}: ${group.uuid}`,
		'If Group Exists says to stop in this case. Choose another name, or set it to use the group. Nothing was sent.',
		{ uuid: group.uuid, wa_group_id: group.waGroupId, name: group.name },
	);
}

/**
 * One Group per Name in a loop: nobody can tell whether these rows belong to those that came before. Another group may be
 * one too many, and that group may be none of their business.
 */
function throwIfNameHasGroup(run: CreateRun, request: GroupRequest): void {
	const { context, memory } = run;
	const { fromNumber, name, isCombined, options } = request;
	// A Unique Key tells which rows belong together.
	if (!isCombined || options.uniqueKey !== '' || isTool(context)) return;
	const node = context.getNode().name;
	// Those of this run that are to be a group each did not come before.
	const keys = new Set(requestsOf(run).map(({ key }) => key));
	const before = memory
		.named(fromNumber, name)
		.filter(([key, group]) => group.node === node && !keys.has(key));
	if (before.some(([, { state }]) => state === 'requested')) {
		throw groupMayExistError(run, request, null);
	}
	if (!before.some(([, group]) => exists(group))) return;
	throw settingError(
		context,
		`Rows that came before in this execution have the group ${quote(name, 100)} on ${fromNumber} already`,
		'One Group per Name combines rows that reach the node together. Take the loop away, or raise its batch size. To add these people to that group, set If Group Exists to Use Existing and Add Missing People. For a group of their own, give it another name. Nothing was sent.',
	);
}
