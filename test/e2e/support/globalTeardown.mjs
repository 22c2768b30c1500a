export default async function teardown() {
	await globalThis.stopSharedN8n?.();
}
