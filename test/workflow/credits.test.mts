import { CUSTOMERS_GROUP } from '../demo/customersGroup.mts';
import { WAIT_SPEED, run, sandbox, type OperationName, useBench } from './bench.mts';
import { groupId, people } from './data.mts';

// What the README says that each operation costs: one credit for each call to 2Chat.

const [ana = ''] = people(1);
const TWELVE = { participants: people(12).join(', ') };
const ONE = { name: 'A', participants: ana };
const PICTURE = 'https://example.com/a.jpg';

useBench(WAIT_SPEED, { groups: [CUSTOMERS_GROUP] });

test.each<[operation: OperationName, calls: number, fields: object]>([
	['group.create', 2, { name: 'A', ...TWELVE }],
	['group.create', 2, { ...ONE, options: { ifGroupExists: 'use' } }],
	[
		'group.create',
		4,
		{
			...ONE,
			additionalFields: { admins: ana, pictureUrl: PICTURE, welcomeMessage: 'Hello' },
		},
	],
	['group.get', 1, {}],
	['group.getAll', 1, {}],
	['group.sendMessage', 1, { text: 'Hello' }],
	['group.update', 2, { updateFields: { description: 'News', pictureUrl: PICTURE } }],
	['participant.add', 2, TWELVE],
	['participant.promote', 2, TWELVE],
	['participant.remove', 3, TWELVE],
	['participant.demote', 3, TWELVE],
	['participant.getAll', 1, {}],
	['participant.sync', 3, TWELVE],
	[
		'participant.sendMessage',
		12,
		{ ...TWELVE, text: 'Hello', options: { batching: { batch: { batchSize: -1 } } } },
	],
	['group.getMessages', 1, {}],
	['phoneNumber.check', 1, { phoneNumbers: ana }],
	['phoneNumber.getAll', 1, {}],
	['account.get', 1, {}],
])('%s makes %i calls', async (operation, calls, fields) => {
	const { error } = await run(operation, {
		groupId: groupId(CUSTOMERS_GROUP.uuid ?? ''),
		...fields,
	});
	expect([error?.message, sandbox.calls.length]).toEqual([undefined, calls]);
});
