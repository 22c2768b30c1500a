import { serializeError } from './serialize.mts';
import type { SerializedError } from './types.mts';

export interface HostRequest {
	id: number;
	method: string;
	args: unknown[];
}

/** The reply with id 0 says which methods there are, or why there are none. */
export type HostReply = { id: number; result: unknown } | { id: number; error: SerializedError };

/** The other side of `startHost`: makes an object from the options, and calls its methods for the process that asks. */
export async function serve<Options, Served extends object>(
	make: (options: Options) => Promise<Served>,
): Promise<void> {
	const send = (reply: HostReply) => process.send?.(reply);
	process.on('disconnect', () => process.exit());
	try {
		const served = await make(JSON.parse(process.argv[2] ?? '{}') as Options);
		process.on('message', ({ id, method, args }: HostRequest) => {
			const call = served[method as keyof Served] as (...values: unknown[]) => Promise<unknown>;
			call(...args).then(
				(result) => send({ id, result: result ?? null }),
				(error: unknown) => send({ id, error: serializeError(error) }),
			);
		});
		send({ id: 0, result: Object.keys(served) });
	} catch (error) {
		send({ id: 0, error: serializeError(error) });
	}
}
