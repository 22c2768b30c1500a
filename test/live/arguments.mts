import { parseArgs } from 'node:util';

import type { Options } from './check.mts';
import type { Stage } from './stages.mts';

export const HELP = `npm run check:live -- [--read] [--group] [--events] [--address https://…] [--report file.json]
Without a stage each is offered. The key is asked for, or read from TWOCHAT_API_KEY.`;

const NO_KEY_HERE =
	'The key never goes on the command line, where other programs and the history of the shell keep it. If you typed it there, renew it at app.2chat.io/developers. The check asks for it, or reads TWOCHAT_API_KEY.';

/** What the command line asks for; null for help. Throws at anything that may be a key, without repeating it. */
export function readArguments(args: string[]): Omit<Options, 'apiKey' | 'baseUrl' | 'stop'> | null {
	const flag = { type: 'boolean', default: false } as const;
	const values = (() => {
		try {
			return parseArgs({
				args,
				options: {
					...{ read: flag, group: flag, events: flag, help: flag },
					address: { type: 'string' },
					report: { type: 'string' },
				},
			}).values;
		} catch {
			throw new Error(`${NO_KEY_HERE}\n\n${HELP}`);
		}
	})();
	if (values.help) return null;
	const { address, report } = values;
	if (address !== undefined && !address.startsWith('https://')) throw new Error(NO_KEY_HERE);
	if (report !== undefined && !report.endsWith('.json')) {
		throw new Error(`--report takes a file that ends in .json. ${NO_KEY_HERE}`);
	}
	const stages = (['read', 'group', 'events'] as Array<Stage['name']>).filter(
		(name) => values[name],
	);
	return { stages, address, report };
}
