import type { RecordedCall } from './calls.mts';
import type { EventRequest } from './events.mts';
import type { Fault } from './faults.mts';
import type { Group, WorldSeed } from './model.mts';
import type { Settings } from './settings.mts';
import type { World } from './world.mts';

export interface SandboxOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	/** Replaces the parts of the demo world that it names. */
	world?: Partial<WorldSeed>;
	settings?: Partial<Settings>;
	/** Folder of reports of the live check, whose answers' form is played. */
	recorded?: string | undefined;
}

export interface Sandbox {
	/** The page is here. */
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
	/** People do something on their phones; ends when the webhooks have been called. */
	happens(event: EventRequest): Promise<Group>;
	/** Back to the seed: no calls, no faults, the settings that the sandbox was started with. */
	reset(): void;
	close(): Promise<void>;
}
