import { ERROR_OUTPUT, runWorkflow, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, NOT_ON_WHATSAPP } from '../data.mts';
import { membersOf, refuse } from '../twoChat.mts';
import { inErrorLoop, node } from '../workflows.mts';
import { AGAIN } from './support.mts';

// What random sequences have found: each is the shortest one of its kind.

useBench();

/**
 * Code that gives new items makes n8n link them by their places, so that each comes back with the key of the other one. The
 * first of them finds its unfinished group by its people; the second one took the same group for its own, by its wrong key
 * and the name alone, and Ana got into a group that she was not named for, and no group of her own.
 */
test('of two groups with one name that come back in another order, each gets its own people', async () => {
	const strict = { ifSomeoneIsMissing: 'failIfAnyone' };
	const groups = node('Groups', 'group.create', { options: strict }, ERROR_OUTPUT);
	const json = inErrorLoop(groups, AGAIN, { name: 'Turn', type: 'n8n-nodes-base.code' });
	refuse('create-group', { bodyContains: ANA });
	await runWorkflow(json, [
		{ name: 'A', people: [ANA] },
		{ name: 'A', people: [BEN, CARLOS, NOT_ON_WHATSAPP] },
	]);
	expect(sandbox.world.groups.map(({ uuid }) => membersOf(uuid))).toEqual([[BEN, CARLOS], [ANA]]);
});
