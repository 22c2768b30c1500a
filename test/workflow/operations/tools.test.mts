import { RETRY, credentials, engine, runTool, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, groupId, members } from '../data.mts';
import { addGroup, bodiesOf, callsOf, groupOf, loseAnswer, membersOf } from '../twoChat.mts';
import { node, partOf } from '../workflows.mts';

// A model that asks for the same once more means it: what it asked for may have been undone in between.

useBench();

const PEOPLE = "={{ $fromAI('people', 'Phone numbers', 'string') }}";

test('Remove: somebody who has come back in between goes again', async () => {
	const uuid = addGroup(members(ANA, BEN));
	sandbox.fault({
		operation: 'remove-participant',
		effect: 'mutate',
		mutate: (answer) => {
			const group = groupOf(uuid);
			if (group) sandbox.world.join(group, ANA, 'invite', { author: ANA, own: false });
			return answer;
		},
	});
	const parameters = { groupId: groupId(uuid), participants: PEOPLE };
	await runTool('participant.remove', parameters, [{ people: ANA }, { people: ANA }]);
	expect(bodiesOf('remove-participant')).toHaveLength(2);
	expect(membersOf(uuid)).toEqual([BEN]);
});

test('Update: a description that was changed in between is set again', async () => {
	const uuid = addGroup(members(ANA));
	const description = "={{ $fromAI('about', 'Description', 'string') }}";
	const parameters = { groupId: groupId(uuid), updateFields: { description } };
	const args = [{ about: 'One' }, { about: 'Two' }, { about: 'One' }];
	await runTool('group.update', parameters, args);
	expect(bodiesOf('set-description')).toMatchObject([
		{ description: 'One' },
		{ description: 'Two' },
		{ description: 'One' },
	]);
});

test('Send Message over MCP, where n8n knows no source: a lost answer is no reason to write twice', async () => {
	const uuid = addGroup(members(ANA));
	const text = "={{ $fromAI('text', 'Text', 'string') }}";
	const tool = node('Tool', 'group.sendMessage', { groupId: groupId(uuid), text }, RETRY);
	loseAnswer('send-message');
	const server = { name: 'Server', type: 'engine.toolCaller' };
	const twin = { ...tool, type: `${tool.type}Tool` };
	await engine.run(
		{ nodes: [server, twin], connections: partOf(server, twin) },
		{ credentials: credentials(), startNode: 'Server', items: [{ text: 'One' }, { text: 'Two' }] },
	);
	expect(bodiesOf('send-message')).toMatchObject([{ text: 'One' }, { text: 'Two' }]);
});

// Each try of Retry On Fail is a run of its own as well, in those n8n where tools have it.
test('Sync: after a failure it goes on with its plan, after an answer there is a new one', async () => {
	const uuid = addGroup(members(ANA));
	// As often as one run sends it.
	sandbox.fault({ operation: 'add-participant', times: 7, effect: 'reset' });
	const parameters = { groupId: groupId(uuid), participants: PEOPLE };
	const asked = { people: `${ANA}, ${BEN}` };
	const { failure } = await runTool('participant.sync', parameters, [asked, asked, asked]);
	expect(failure).toBeUndefined();
	expect(membersOf(uuid)).toEqual([ANA, BEN]);
	expect(callsOf('get-group')).toHaveLength(2);
	expect(callsOf('add-participant')).toHaveLength(9);
});
