import type { INodeType } from 'n8n-workflow';
import { agent } from './agent.mts';
import { aggregate, dataTable, editFields, httpRequest, ifElse, sendEmail } from './baseNodes.mts';
import { code } from './code.mts';
import { loopOverItems } from './loopOverItems.mts';
import { noOp, pinnedOnly, trigger } from './passThrough.mts';
import { sort } from './sort.mts';
import { toolCaller } from './toolCaller.mts';

// n8n's own nodes must not be installed beside a community package (n8n would load them from there),
// so the few that workflows around this package need have a small stand-in here.
const standIns: Record<string, INodeType> = {
	'n8n-nodes-base.aggregate': aggregate,
	'n8n-nodes-base.code': code,
	'n8n-nodes-base.dataTable': dataTable,
	'n8n-nodes-base.emailSend': sendEmail,
	'n8n-nodes-base.httpRequest': httpRequest,
	'n8n-nodes-base.if': ifElse,
	'n8n-nodes-base.noOp': noOp,
	'n8n-nodes-base.set': editFields,
	'n8n-nodes-base.sort': sort,
	'n8n-nodes-base.splitInBatches': loopOverItems,
	'n8n-nodes-base.wait': noOp,
	'n8n-nodes-base.webhook': trigger,
	'engine.agent': agent,
	'engine.toolCaller': toolCaller,
};

/** Also knows every trigger; any other node can only be run with pinned data. */
export function standInFor(type: string): INodeType {
	return standIns[type] ?? (type.endsWith('Trigger') ? trigger : pinnedOnly);
}
