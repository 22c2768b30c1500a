import { quote } from '../../shared/text';
import { settingError } from '../../shared/form/settingError';
import { pickExistingGroup, type FoundGroup } from '../../shared/groups/foundGroups';
import { groupsNamed, type CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';
import { groupMayExistError } from './recover';

/**
 * If Group Exists: the group of this name, when it is to be used.
 *
 * @throws NodeOperationError when there is one and the option says stop
 * @throws NodeApiError when 2Chat does not show the sender's groups, or when there may be one
 */
export async function existingGroup(
	run: CreateRun,
	request: GroupRequest,
): Promise<FoundGroup | null> {
	const { fromNumber, name, options } = request;
	if (options.ifGroupExists === 'create') return null;
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
