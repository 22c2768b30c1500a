/** Nothing listens there, on any machine. */
const NOWHERE = 'http://127.0.0.1:9';

/** What the system needs to run a program. Nothing named N8N_... of whoever runs this may reach the test. */
const KEPT = ['PATH', 'LANG', 'LC_ALL', 'TMPDIR'];

/**
 * n8n's environment: loopback only, nothing phoned home. n8n looks for news and vetted packages over https;
 * a proxy that does not exist keeps that on this machine. The sandbox is plain http and needs no proxy.
 */
export function n8nEnvironment(userFolder: string, more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const kept = KEPT.flatMap((name) =>
		process.env[name] === undefined ? [] : [[name, process.env[name]]],
	);
	return {
		...(Object.fromEntries(kept) as NodeJS.ProcessEnv),
		HOME: userFolder,
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		HTTPS_PROXY: NOWHERE,
		NO_PROXY: '127.0.0.1,localhost',
		...more,
	};
}
