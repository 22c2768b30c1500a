import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';
import { core } from './n8n.mts';
import type { DeduplicationOptions } from './types.mts';

/**
 * The store behind "Remove Duplicates", in memory. What n8n does with its table is kept, weaknesses
 * included: one row holds all keys of a node, it is read, changed and written back without a lock
 * (so of two writers in the same instant one is forgotten), and a second insert of a row fails.
 */
class MemoryDeduplicator implements IDataDeduplicator {
	private readonly rows = new Map<string, string[]>();

	constructor(private readonly latencyMs: number) {}

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		assertEntries(options);
		const row = rowKey(scope, context);
		const known = await this.read(row);
		const hashes = items.map(hashOf);
		if (!known) {
			await this.insert(row, latest(hashes, options.maxEntries));
			return { new: items, processed: [] };
		}
		const isKnown = items.map((item) => known.includes(hashOf(item)));
		const added = hashes.filter((_, index) => !isKnown[index]);
		await this.update(row, latest([...known, ...added], options.maxEntries));
		return {
			new: items.filter((_, index) => !isKnown[index]),
			processed: items.filter((_, index) => isKnown[index]),
		};
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<void> {
		assertEntries(options);
		const row = rowKey(scope, context);
		const known = await this.read(row);
		if (!known) return;
		for (const item of items) {
			const index = known.indexOf(hashOf(item));
			if (index !== -1) known.splice(index, 1);
		}
		await this.update(row, known);
	}

	clearAllProcessedItems = notAvailable;

	getProcessedDataCount = notAvailable;

	private async read(row: string): Promise<string[] | undefined> {
		await delay(this.latencyMs);
		const hashes = this.rows.get(row);
		return hashes && [...hashes];
	}

	private async insert(row: string, hashes: string[]): Promise<void> {
		await delay(this.latencyMs);
		if (this.rows.has(row)) throw new Error('UNIQUE constraint failed: processed_data');
		this.rows.set(row, hashes);
	}

	private async update(row: string, hashes: string[]): Promise<void> {
		await delay(this.latencyMs);
		this.rows.set(row, hashes);
	}
}

async function notAvailable(): Promise<never> {
	throw new Error('Nobody asks for it.');
}

export async function installDeduplication({ latencyMs = 0 }: DeduplicationOptions = {}) {
	removeDeduplication();
	await core.DataDeduplicationService.init(new MemoryDeduplicator(latencyMs));
}

/** n8n-core has no way back from `init`, so this resets the field that it sets. */
export function removeDeduplication(): void {
	Reflect.set(core.DataDeduplicationService, 'instance', undefined);
}

function rowKey(scope: DeduplicationScope, { node, workflow }: ICheckProcessedContextData): string {
	return `${workflow.id}/${scope === 'node' ? `n:${node?.id}` : ''}`;
}

function hashOf(item: DeduplicationItemTypes): string {
	return createHash('md5').update(item.toString()).digest('base64');
}

function latest(hashes: string[], maxEntries: number | undefined): string[] {
	return maxEntries ? hashes.slice(-maxEntries) : hashes;
}

function assertEntries({ mode }: ICheckProcessedOptions): void {
	if (mode !== 'entries') throw new Error(`The engine's store has no mode "${mode}".`);
}
