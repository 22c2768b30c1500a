import { startChange, describeChange } from '../../members/changeMembers';
import type { Operation } from '../operation';
import { memberFields } from './memberFields';

export const demote: Operation = {
	name: 'Demote',
	action: 'Demote admins of WhatsApp group',
	description: 'Make admins ordinary members again; the creator of the group stays one',
	properties: memberFields,
	start: (run) => startChange(run, 'demote'),
	describeResult: describeChange('demoted'),
};
