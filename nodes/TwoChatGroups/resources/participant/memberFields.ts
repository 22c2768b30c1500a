import type { INodeProperties } from 'n8n-workflow';

import { fromNumberField } from '../../../shared/form/fromNumber';
import { groupIdField } from '../../../shared/form/groupId';
import { participantsField } from '../../../shared/form/participants';
import {
	defaultCountryOption,
	memberOutputOption,
	optionsField,
	timeoutOption,
} from '../../../shared/form/sharedOptions';

/** What is needed to change people who are in a group already. */
export const memberFields: INodeProperties[] = [
	fromNumberField,
	groupIdField,
	participantsField,
	optionsField([defaultCountryOption, memberOutputOption, timeoutOption]),
];
