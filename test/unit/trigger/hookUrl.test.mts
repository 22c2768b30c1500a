import { leadsTo, leadsToNode, toAddress } from '../../../nodes/TwoChatGroupsTrigger/hookUrl';

const URL = 'https://n8n.example.com/webhook/b1f3d9a2-5c1e/webhook';
const address = toAddress(URL, 'b1f3d9a2-5c1e');
const named = toAddress(
	'https://n8n.example.com/webhook/17/my%20caf%C3%A9%2Fbar/webhook',
	undefined,
);
const query = '?event=whatsapp.group.join&for=0123456789ab&token=00';

test.each([
	['a slash at the end', `${URL}/${query}`],
	['a host in capitals', `${URL.replace('n8n.example.com', 'N8N.Example.COM')}${query}`],
	['the port of https', `${URL.replace('.com', '.com:443')}${query}`],
	['an encoded hyphen', `${URL.replaceAll('-', '%2D')}${query}`],
	['no query', URL],
])('recognises the address with %s', (_what, hookUrl) => {
	expect(leadsTo(address, hookUrl)).toBe(true);
	expect(leadsToNode(address, hookUrl)).toBe(true);
});

test.each([
	['another host', URL.replace('n8n.', 'flows.')],
	['another port', URL.replace('.com', '.com:5678')],
	['a path in front', URL.replace('/webhook/', '/n8n/webhook/')],
	['http', URL.replace('https', 'http')],
])('finds the node at %s, which is another address', (_what, hookUrl) => {
	expect(leadsTo(address, `${hookUrl}${query}`)).toBe(false);
	expect(leadsToNode(address, `${hookUrl}${query}`)).toBe(true);
});

test.each([
	['of tests', URL.replace('/webhook/', '/webhook-test/')],
	['of another node', URL.replace('b1f3d9a2', 'c1f3d9a2')],
	['with more in front of the id', URL.replace('b1f3', 'a/b1f3')],
	['with more in the id', URL.replace('b1f3', 'ab1f3')],
	['behind it', `${URL}/more`],
	['that is broken', 'n8n.example.com'],
	['with broken encoding', `${URL}%`],
])('leaves alone an address %s', (_what, hookUrl) => {
	expect(leadsTo(address, hookUrl)).toBe(false);
	expect(leadsToNode(address, hookUrl)).toBe(false);
});

test('knows a node without an id by workflow and name, in any encoding', () => {
	const moved = 'https://other.example.com/n8n/webhook/17/my caf%c3%a9%2fbar/webhook';
	expect(leadsToNode(named, moved)).toBe(true);
	expect(leadsToNode(named, moved.replace('/17/', '/18/'))).toBe(false);
	expect(leadsToNode(named, moved.replace('%2f', '/'))).toBe(false);
});
