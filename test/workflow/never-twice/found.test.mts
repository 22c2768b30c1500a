import { ERROR_OUTPUT, engine, runWorkflow, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, NOT_ON_WHATSAPP, OTHER_FROM, from } from '../data.mts';
import { groupNames, hideGroups, loseAnswer, membersOf, refuse } from '../twoChat.mts';
import { chain, inErrorLoop, node, to } from '../workflows.mts';
import { AGAIN } from './support.mts';

// What random sequences have found: each is the shortest one of its kind.

useBench();

/**
 * Code that gives new items makes n8n link them by their places, so that each comes back with the key of the other one. The
 * first of them finds its unfinished group by its people; the second one takes the same group for its own, by its wrong key
 * and the name alone, and Ana gets into a group that she was not named for, and no group of her own.
 *
 * Where: `ownKey` in create/begunRequest.ts returns the key as soon as its group has the name of the request, whoever is in
 * it. A rule without such cases: a request takes the group of its key only if no other item of the run asks for just the
 * people of that group.
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

/**
 * Two items for one deal, with one Unique Key and other people: the answer to the first is lost, and the second one hears
 * that the key is used. Both go to a backup number. There the first one is known and only looked for, but the second one is
 * not, since its people are others, and n8n's store has keys of its own for each node: it creates a second group for the
 * deal. From the same number it is refused.
 *
 * Where: `linkToBegun` in create/begunRequest.ts asks `isForTheSame` for the same people, and `withUniqueKey` in
 * shared/memory/executionMemory.ts for the same sender. A rule without such cases: what another node has begun and not
 * finished under the same name and Unique Key is the same request, whatever its people and its sender.
 */
test('a backup number creates no second group for a Unique Key whose group may exist', async () => {
	await engine.installDeduplication();
	const options = { uniqueKey: '={{ $json.deal }}' };
	const main = node('Main', 'group.create', { options }, ERROR_OUTPUT);
	const fields = { fromNumber: from(OTHER_FROM), options };
	const json = chain(main, node('Backup', 'group.create', fields, ERROR_OUTPUT));
	json.connections['Main'] = { main: [[], to('Backup')] };
	loseAnswer('create-group');
	hideGroups();
	await runWorkflow(json, [
		{ name: 'A', people: [ANA], deal: 'deal 1' },
		{ name: 'A', people: [BEN], deal: 'deal 1' },
	]);
	expect(groupNames()).toEqual(['A']);
});
