import net from 'node:net';

/** Ports on loopback that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
	const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
	await Promise.all(servers.map(async (server) => await close(server)));
	return ports;
}

/** The wanted port if it is free, otherwise any free one. */
export async function freePortNear(wanted: number): Promise<number> {
	try {
		await close(await listen(wanted));
		return wanted;
	} catch {
		const [port = 0] = await freePorts(1);
		return port;
	}
}

async function listen(port: number): Promise<net.Server> {
	return await new Promise((resolve, reject) => {
		const server = net.createServer();
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => resolve(server));
	});
}

async function close(server: net.Server): Promise<void> {
	await new Promise((resolve) => server.close(resolve));
}
