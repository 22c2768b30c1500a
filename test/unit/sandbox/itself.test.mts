import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { projectRoot } from '../../engine/paths.mts';
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

it('has a page that needs nothing from elsewhere', async () => {
	const response = await fetch(sandbox.url);
	expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
	const html = await response.text();
	expect(html).not.toMatch(/https?:\/\//);
	expect(html).not.toContain('innerHTML');
});

it('says on the command line how to use it, works, and ends on Ctrl-C', async () => {
	const args = ['--import', 'tsx', 'test/sandbox/main.mts', '--port', '0'];
	const child = spawn(process.execPath, args, { cwd: projectRoot });
	let output = '';
	for await (const chunk of child.stdout) {
		output += String(chunk);
		if (output.includes('Ctrl-C')) break;
	}
	const [, baseUrl = ''] = /Base URL +(\S+)/.exec(output) ?? [];
	const [, key = ''] = /API Key +(\S+)/.exec(output) ?? [];
	const response = await fetch(`${baseUrl}/info`, { headers: { 'X-User-API-Key': key } });
	expect(response.status).toBe(200);
	const closed = once(child, 'close');
	child.kill('SIGINT');
	expect((await closed)[0]).toBe(0);
});
