import { startChange, describeChange } from '../../members/changeMembers';
import type { Operation } from '../operation';
import { memberFields } from './memberFields';

export const promote: Operation = {
	name: 'Promote',
	action: 'Promote participants to admins of WhatsApp group',
	description: 'Make members admins, who may add and remove people',
	properties: memberFields,
	start: (run) => startChange(run, 'promote'),
	describeResult: describeChange('promoted'),
};
