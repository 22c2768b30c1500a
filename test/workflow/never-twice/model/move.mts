import type fc from 'fast-check';

import type { World } from './world.mts';

/** Whether there is an execution to retry or to repeat: all that the moves need to know of each other beforehand. */
export interface Model {
	canRetry: boolean;
	canRepeat: boolean;
}

export type Move = fc.AsyncCommand<Model, World>;

export function assertKept(broken: string[]): void {
	if (broken.length > 0) throw new Error(broken.join('\n'));
}

/** A move that is always possible. */
export abstract class Always<Plan> implements Move {
	constructor(protected readonly plan: Plan) {}

	check(): boolean {
		return true;
	}

	async run(model: Model, world: World): Promise<void> {
		model.canRetry = false;
		model.canRepeat = false;
		assertKept(await this.play(model, world));
	}

	protected abstract play(model: Model, world: World): Promise<string[]>;

	toString(): string {
		return `${this.constructor.name} ${JSON.stringify(this.plan)}`;
	}
}
