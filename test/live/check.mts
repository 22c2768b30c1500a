import fs from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { anonymise, answersOf, inWords, toReport } from './answers.mts';
import { openConnection } from './connection.mts';
import { STAGES, type Left, type Run, type Stage } from './stages.mts';

export interface Options {
	apiKey: string;
	baseUrl: string;
	/** Those that were asked for; without any, each is offered. */
	stages: Array<Stage['name']>;
	address?: string | undefined;
	report?: string | undefined;
	/** Ctrl-C. */
	stop: AbortSignal;
}

export interface Console {
	/** Rejects when the person stops the check. */
	ask: (question: string) => Promise<string>;
	print: (line: string) => void;
}

export interface Check {
	/** Whether every stage went through. */
	done: Promise<boolean>;
	/** What exists by now. */
	whatIsLeft: () => string[];
}

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

export async function startCheck(options: Options, { ask, print }: Console): Promise<Check> {
	const left: Left = {};
	const run: Run = {
		...(await openConnection(options, options.stop)),
		ask,
		print,
		address: options.address,
		left,
		facts: {
			...{ from: '', people: [], name: '', description: '', outcomes: {}, read: {} },
			...{ olderGroup: null, listedAtOnce: null, payload: null },
		},
	};
	return { done: runStages(run, options), whatIsLeft: () => inSentences(left) };
}

async function runStages(run: Run, { stages, report, stop }: Options): Promise<boolean> {
	const { print, log, facts, left } = run;
	let isWell = true;
	for (const stage of STAGES) {
		if (stop.aborted || (stages.length > 0 && !stages.includes(stage.name))) continue;
		try {
			for (const line of ['', ...stage.says]) print(line);
			if ((await run.ask('Type yes to do this, Enter to leave it out: ')) === 'yes')
				await stage.run(run);
		} catch (error) {
			isWell = false;
			print(stop.aborted ? 'Stopped.' : error instanceof Error ? error.message : String(error));
		}
	}
	if (log.length > 0) {
		const evidence = anonymise(log, facts);
		const answers = answersOf(evidence);
		for (const line of ['', `${log.length} calls were made.`, '', ...inWords(answers)]) print(line);
		if (report !== undefined) {
			await fs.writeFile(report, toReport(evidence, answers));
			print(
				`\nThe answers are in ${report}, without keys, numbers, names and ids. Read it before you share it.`,
			);
		}
	}
	for (const line of ['', ...inSentences(left)]) print(line);
	return isWell;
}

function inSentences({ group, subscription }: Left): string[] {
	const lines: string[] = [];
	if (group !== undefined) {
		lines.push(
			group.uuid === null
				? `A group "${group.name}" may exist: the request went out, and its answer has not come. Look in WhatsApp.`
				: `The group "${group.name}" exists (${group.uuid}).`,
			'The API cannot delete a group. To be rid of it, remove its members in WhatsApp, then leave and delete it there.',
		);
	}
	if (subscription !== undefined) {
		const { uuid, url } = subscription;
		lines.push(
			`A subscription ${uuid === null ? 'may exist' : `${uuid} exists`} for ${url}.`,
			'To be rid of it, remove it under Webhooks at app.2chat.io, or with DELETE /webhooks/<its id>.',
		);
	}
	return lines.length === 0 ? ['Nothing is left behind at 2Chat.'] : lines;
}
