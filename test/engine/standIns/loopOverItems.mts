import type {
	INodeExecutionData,
	INodeType,
	IPairedItemData,
	ITaskDataConnectionsSource,
} from 'n8n-workflow';
import { describe } from './describe.mts';

interface LoopContext {
	items?: INodeExecutionData[];
	processedItems: INodeExecutionData[];
	sourceData: ITaskDataConnectionsSource;
	currentRunIndex: number;
	noItemsLeft: boolean;
	done: boolean;
}

/**
 * Loop Over Items: `done` is the first output, `loop` the second. Like n8n's own it keeps its queue
 * in the node's context and tells n8n, by `sourceOverwrite`, that an item of a later pass descends
 * from what the first pass received.
 */
export const loopOverItems: INodeType = {
	description: describe('Loop Over Items', { batchSize: 1 }, { outputs: ['main', 'main'] }),
	async execute() {
		const context = this.getContext('node') as unknown as LoopContext;
		const batchSize = this.getNodeParameter('batchSize', 0) as number;
		const isFirstPass = context.items === undefined;
		const queue = context.items ?? [...this.getInputData()];

		if (isFirstPass) {
			context.items = queue;
			context.processedItems = [];
			context.sourceData = structuredClone(this.getInputSourceData()) as never;
			context.currentRunIndex = 0;
		} else {
			const sourceOverwrite = this.getInputSourceData();
			const returned = this.getInputData().map((item, index) => ({
				...item,
				pairedItem: { item: index, sourceOverwrite },
			}));
			context.processedItems = [...context.processedItems, ...returned];
			context.currentRunIndex += 1;
		}

		const batch = queue.splice(0, batchSize);
		context.noItemsLeft = queue.length === 0;
		context.done = batch.length === 0;
		if (context.done) return [context.processedItems, []];
		if (isFirstPass) return [[], batch];
		return [[], batch.map((item) => fromFirstPass(item, context.sourceData))];
	},
};

function fromFirstPass(
	item: INodeExecutionData,
	sourceData: ITaskDataConnectionsSource,
): INodeExecutionData {
	const pairs = Array.isArray(item.pairedItem) ? item.pairedItem : [item.pairedItem ?? 0];
	const pairedItem = pairs.map((pair) => ({
		...(typeof pair === 'number' ? { item: pair } : pair),
		sourceOverwrite: sourceData,
	})) as unknown as IPairedItemData[];
	return { ...item, pairedItem };
}
