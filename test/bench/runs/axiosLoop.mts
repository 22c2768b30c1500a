import axios from 'axios';

import type { WorkerOptions } from '../protocol.mts';
import type { Run } from './run.mts';
import { FROM } from './workload.mts';

/** The same calls without n8n, one after the other. */
export function axiosRun({ baseUrl, apiKey }: WorkerOptions): Run {
	return async (items) => {
		const answers: unknown[] = [];
		for (const { name, people } of items) {
			const { data } = await axios.post<unknown>(
				`${baseUrl}/whatsapp/group/create`,
				{ from_number: FROM, group: { name, participants: people } },
				{ headers: { 'X-User-API-Key': apiKey } },
			);
			answers.push(data);
		}
		return { data: answers, outputs: answers.length };
	};
}
