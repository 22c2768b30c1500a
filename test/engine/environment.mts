import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// n8n reads these when its modules load, so this module has to come before n8n-core. The folder is
// new each time: the one in the user's home belongs to a real n8n.
const userFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-engine-'));

Object.assign(process.env, {
	N8N_LOG_LEVEL: 'silent',
	N8N_USER_FOLDER: userFolder,
	N8N_ENCRYPTION_KEY: 'for-tests-only',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
});

process.once('exit', () => fs.rmSync(userFolder, { recursive: true, force: true }));
