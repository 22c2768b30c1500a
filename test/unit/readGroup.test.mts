import type { IExecuteFunctions } from 'n8n-workflow';

import { groupsRead } from '../../nodes/TwoChatGroups/members/readGroup.ts';
import type { Client } from '../../nodes/shared/api/client.ts';

const UUID = 'WAG00000000-0000-4000-8000-000000000000';

// n8n hands items from node to node as they are, and a Code node may write into them.
test('items that name the same group share nothing', async () => {
	const group = () => ({ uuid: UUID, participants: [{ phone_number: '+17137157533' }] });
	const answer = { ok: true, body: { data: group() } };
	const client = { call: async () => await Promise.resolve(answer) } as unknown as Client;
	const read = groupsRead({} as IExecuteFunctions);
	const [first, second] = [await read(client, UUID), await read(client, UUID)];
	first['row'] = 1;
	Object.assign(first.participants[0] ?? {}, { row: 1 });
	expect(second).toEqual(group());
});
