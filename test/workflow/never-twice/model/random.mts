/** A generator whose whole sequence follows from its seed (mulberry32). */
export class Random {
	constructor(private state: number) {}

	/** From 0 to just below 1. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** A whole number from `from` to `to`, both included. */
	integer(from: number, to: number): number {
		return from + Math.floor(this.next() * (to - from + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<T>(values: readonly [T, ...T[]]): T {
		return values[this.integer(0, values.length - 1)] ?? values[0];
	}

	/** So many of the values, each at most once. */
	sample<T>(values: readonly T[], count: number): T[] {
		const left = [...values];
		return Array.from({ length: Math.min(count, left.length) }).flatMap(() =>
			left.splice(this.integer(0, left.length - 1), 1),
		);
	}
}
