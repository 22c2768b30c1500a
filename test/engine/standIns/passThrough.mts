import type { INodeType } from 'n8n-workflow';
import { describe } from './describe.mts';

/** Any trigger: gives what the run was started with. */
export const trigger: INodeType = {
	description: describe('Trigger', {}, { inputs: [] }),
	async execute() {
		return [this.getInputData()];
	},
};

export const noOp: INodeType = {
	description: describe('No Operation'),
	async execute() {
		return [this.getInputData()];
	},
};

/** A node of another package: a workflow may contain it as long as its data is pinned. */
export const pinnedOnly: INodeType = {
	description: describe('Pinned node'),
	async execute() {
		const { name, type } = this.getNode();
		throw new Error(`The engine has no "${type}". Pin the data of "${name}" to run this workflow.`);
	},
};
