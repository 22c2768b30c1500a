import { isMainThread } from 'node:worker_threads';

// Loaded into n8n before n8n itself. The process that started n8n holds the other end of its standard
// input; when that process is gone, even by kill -9, the pipe closes and n8n goes too.
//
// n8n's threads load this as well, and their standard input is closed from the start.
if (isMainThread) {
	process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
	process.stdin.resume();
	process.stdin.unref();
}
