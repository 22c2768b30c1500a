import { randomBytes } from 'node:crypto';
import type { N8nInstall } from './install.mts';
import { startN8n, startWorker, type N8nInstance } from './instance.mts';
import { startServices } from './services.mts';

/** n8n as it runs beyond one machine: a main process that takes the requests, workers that do the work. */
export interface QueueMode {
	main: N8nInstance;
	workers: N8nInstance[];
	addWorker(): Promise<N8nInstance>;
	stop(): Promise<void>;
}

export interface QueueModeOptions {
	install: N8nInstall;
	packages: string[];
	workers: number;
	/** Executions that a worker does at the same time. */
	concurrency: number;
}

export async function startQueueMode(options: QueueModeOptions): Promise<QueueMode> {
	const { install, packages, concurrency } = options;
	const services = await startServices();
	const env = {
		...services.env,
		EXECUTIONS_MODE: 'queue',
		// All processes read the same credentials.
		N8N_ENCRYPTION_KEY: randomBytes(16).toString('hex'),
	};
	const started: N8nInstance[] = [];
	const stop = async () => {
		await Promise.all(started.map(async (instance) => await instance.stop()));
		await services.stop();
	};
	try {
		// First and alone, because it makes the tables.
		const main = await startN8n({ install, packages, env });
		started.push(main);
		const workers: N8nInstance[] = [];
		const addWorker = async () => {
			const worker = await startWorker({ install, packages, env }, concurrency);
			started.push(worker);
			workers.push(worker);
			return worker;
		};
		for (let count = 0; count < options.workers; count++) await addWorker();
		return { main, workers, addWorker, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
