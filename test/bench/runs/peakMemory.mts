const EVERY_MS = 25;

/** Watches how much memory this process takes, all of it and not only the heap. */
export class PeakMemory {
	private readonly before = process.memoryUsage.rss();
	private peak = this.before;
	private readonly timer = setInterval(() => this.look(), EVERY_MS);

	/** Ends it. Returns the most that there was, beyond what there was at the start. */
	stop(): number {
		clearInterval(this.timer);
		this.look();
		return this.peak - this.before;
	}

	private look(): void {
		this.peak = Math.max(this.peak, process.memoryUsage.rss());
	}
}
