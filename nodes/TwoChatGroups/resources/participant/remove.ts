import { startChange, describeChange } from '../../members/changeMembers';
import type { Operation } from '../operation';
import { memberFields } from './memberFields';

export const remove: Operation = {
	name: 'Remove',
	action: 'Remove participants from WhatsApp group',
	description: 'Take people out of a group; its creator and the number in From stay',
	properties: memberFields,
	start: (run) => startChange(run, 'remove'),
	describeResult: describeChange('removed'),
};
