import type { RecordedCall } from './calls.mts';
import type { Fault } from './faults.mts';
import type { Settings } from './settings.mts';
import type { World } from './world.mts';

export interface Sandbox {
	/** The page is here, the control API under `/_sandbox`. */
	url: string;
	/** What goes into the n8n credential's Base URL. */
	baseUrl: string;
	/** The key that is good at the start. */
	apiKey: string;
	world: World;
	/** May be changed at any time. */
	settings: Settings;
	/** Every request to the API, oldest first. */
	calls: RecordedCall[];
	fault(fault: Fault): void;
	/** Faults that still wait for their call hit nothing. */
	clearFaults(): void;
	/** Back to the seed: no calls, no faults, the settings that the sandbox was started with. */
	reset(): void;
	/** Resolves once all webhook deliveries so far have ended. */
	deliveriesSettled(): Promise<void>;
	close(): Promise<void>;
}
