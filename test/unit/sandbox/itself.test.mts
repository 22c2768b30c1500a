import type { FaultEffect } from '../../sandbox/sandbox.mts';
import { ANA, client, OWN, sandbox, useSandbox } from './client.mts';

// What the other tests believe of the sandbox without looking: where it is wrong, they pass for nothing.

useSandbox();

it('records calls, and blots out a key that stands in path or body', async () => {
	const uuid = await client.newGroup();
	await client.get(`/info?key=${sandbox.apiKey}`);
	await client.post('/whatsapp/send-message', { text: sandbox.apiKey });
	expect(sandbox.calls).toEqual([
		expect.objectContaining({
			method: 'POST',
			path: '/whatsapp/group/create',
			status: 200,
			operation: 'create-group',
			groupUuid: uuid,
			writeDone: true,
		}),
		expect.objectContaining({ operation: 'info', keyLeaked: true, writeDone: false }),
		expect.objectContaining({ operation: 'send-message', keyLeaked: true, writeDone: false }),
	]);
	expect(JSON.stringify(sandbox.calls)).not.toContain(sandbox.apiKey);
});

describe.each<[FaultEffect, number | null]>([
	['answer', 500],
	['html', 504],
	['reset', null],
	['cut', 200],
	['truncate', 200],
	['empty', 200],
])('a fault with the effect "%s"', (effect, status) => {
	it.each([
		['before', 0],
		['after', 1],
	] as const)('%s the write', async (when, made) => {
		sandbox.fault({ operation: 'create-group', when, effect });
		await expect(client.create([ANA]))
			.rejects.toThrow()
			.catch(() => undefined);
		expect(sandbox.world.groups).toHaveLength(made);
		expect(sandbox.calls).toEqual([expect.objectContaining({ status, writeDone: made === 1 })]);
	});
});

it('delivers webhooks to this machine only', async () => {
	const uuid = await client.newGroup([ANA]);
	await client.post('/webhooks/subscribe/whatsapp.group.leave', {
		hook_url: 'https://example.com/hook',
		on_number: OWN,
	});
	await sandbox.happens({ event: 'leave', group: uuid, person: ANA });
	expect(sandbox.world.deliveries).toEqual([
		expect.objectContaining({
			status: null,
			error: expect.stringContaining('not sent') as string,
		}),
	]);
});
