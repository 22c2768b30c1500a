import { NodeOperationError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { plainText } from './text';

/**
 * A setting that cannot be used. `message` names the field as the editor shows it, because an AI tool gets
 * nothing else; `nextStep` says how to put it right. The router adds the item.
 *
 * @param details what an error output gives besides
 */
export function settingError(
	context: Pick<IExecuteFunctions, 'getNode'>,
	message: string,
	nextStep: string,
	details?: IDataObject,
): NodeOperationError {
	const error = new NodeOperationError(context.getNode(), plainText(message), {
		description: plainText(nextStep),
	});
	// n8n swaps a message for a stock phrase when it finds a system code inside any word of it.
	error.message = plainText(message);
	error.context.details = details;
	return error;
}
