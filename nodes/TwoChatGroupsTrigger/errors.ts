import type { IHookFunctions, NodeApiError } from 'n8n-workflow';

import { toNodeError, type Failure } from '../shared/api/failure';
import { EVENT_LABELS, type GroupEvent } from './events';
import { isOutOfReach, type Address } from './hookUrl';

/** What helps here, where the common advice is to run the workflow again or to become an admin. */
const NEXT_STEPS: Record<number, string> = {
	402: 'Check plan and credits under Billing at app.2chat.io, then publish the workflow again.',
	403: 'Check that the credential holds an API key, and that the number in From belongs to its account.',
	409: 'Wait a few minutes and try again.',
	410: 'Look at the number under Channels at app.2chat.io. Once it shows as connected, try again.',
	486: 'Wait a few minutes and try again.',
};

/** A failure as the trigger shows it. */
export function toTriggerError(
	context: IHookFunctions,
	failure: Failure,
	{ before = '', advice = '' } = {},
): NodeApiError {
	const { status, certainty } = failure;
	const nextStep =
		certainty === 'unclear'
			? 'Wait a few minutes and try again.'
			: (NEXT_STEPS[status ?? 0] ?? failure.nextStep);
	const shown = {
		...failure,
		message: withoutTokens(`${before}${failure.message}`),
		nextStep: `${advice}${nextStep}`,
	};
	return toNodeError(context.getNode(), shown);
}

/** What these statuses say has nothing to do with n8n's address (2chat-api.md 1.5). */
const NOT_ABOUT_THE_ADDRESS = [401, 402, 404, 406, 409, 410, 429, 486];

export function notSubscribedError(
	context: IHookFunctions,
	address: Address,
	event: GroupEvent,
	failure: Failure,
): NodeApiError {
	const { status, certainty } = failure;
	const mayBeAddress =
		certainty === 'notDone' && status !== undefined && !NOT_ABOUT_THE_ADDRESS.includes(status);
	return toTriggerError(context, failure, {
		before: `2Chat was not subscribed to "${EVENT_LABELS[event]}": `,
		advice: mayBeAddress ? `${addressAdvice(address)} ` : '',
	});
}

/** The path is left out: it is a part of what keeps strangers out. */
function addressAdvice(address: Address): string {
	const { origin } = new URL(address.url);
	return isOutOfReach(address)
		? `2Chat has to call n8n from the internet, but ${origin} is an address that only this machine or network can reach. Run n8n where it has a public address, or set the environment variable WEBHOOK_URL to one that leads to it.`
		: `2Chat has to be able to call n8n at ${origin} from the internet.`;
}

/** 2Chat's words may repeat the address that they are about. */
export function withoutTokens(text: string): string {
	return text.replace(/(token(?:=|%3D))[\da-f]+/gi, '$1…');
}
