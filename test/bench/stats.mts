/** The middle one; of an even number the lower of the two in the middle. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/**
 * How many times as much, by pairs of the same round: a slow minute of the machine is in both figures of a
 * pair, so it does not count.
 */
export function medianRatio(values: readonly number[], base: readonly number[]): number {
	return median(values.map((value, round) => value / (base[round] ?? Number.NaN)));
}
