/** Waits until it is so: what n8n does in the background gives no other sign. */
export async function eventually(
	isSo: () => Promise<boolean> | boolean,
	patienceMs = 30_000,
	everyMs = 150,
): Promise<void> {
	const deadline = Date.now() + patienceMs;
	while (!(await isSo())) {
		if (Date.now() > deadline)
			throw new Error(`Not so after ${patienceMs / 1000} s: ${String(isSo)}`);
		await new Promise((resolve) => setTimeout(resolve, everyMs));
	}
}
