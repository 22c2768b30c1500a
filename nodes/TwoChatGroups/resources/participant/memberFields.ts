import type { INodeProperties } from 'n8n-workflow';

import { fromNumberField } from '../fields/fromNumber';
import { groupIdField } from '../fields/groupId';
import { participantsField } from '../fields/participants';
import {
	defaultCountryOption,
	memberOutputOption,
	optionsField,
	timeoutOption,
} from '../fields/sharedOptions';

/** What is needed to change people who are in a group already. */
export const memberFields: INodeProperties[] = [
	fromNumberField,
	groupIdField,
	participantsField,
	optionsField([defaultCountryOption, memberOutputOption, timeoutOption]),
];
