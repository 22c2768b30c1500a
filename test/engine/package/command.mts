import { spawn } from 'node:child_process';

/** Runs a program and returns its standard output; a failure carries everything it printed. */
export async function runCommand(
	command: string,
	args: string[],
	cwd: string,
	env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
	return await new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
		let stdout = '';
		let stderr = '';
		child.stdout.on('data', (chunk) => (stdout += String(chunk)));
		child.stderr.on('data', (chunk) => (stderr += String(chunk)));
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) return resolve(stdout);
			const output = `${stdout}\n${stderr}`.trim();
			reject(new Error(`"${command} ${args.join(' ')}" ended with code ${code}:\n${output}`));
		});
	});
}
