/** How much of a job's output is kept, and how quickly. */
export interface Limits {
	linesPerSecond: number;
	bytesPerSecond: number;
	/** So much may come at once. */
	burstLines: number;
	burstBytes: number;
	/** So long a program is made to wait, until lines are left out: what nobody could read should not stop its work. */
	holdMs: number;
	/** Beyond this, only the end of the output is kept. */
	totalLines: number;
	totalBytes: number;
	tailLines: number;
	/** What is left out is looked at, too: so fast at the most. */
	readBytesPerSecond: number;
}

/** 10,000 lines at once are none too many; after that, what is read by people and kept on disk is. */
export const defaultLimits: Limits = {
	...{ linesPerSecond: 1_000, bytesPerSecond: 256 * 1_024 },
	...{ burstLines: 10_000, burstBytes: 2 * 1_024 * 1_024 },
	holdMs: 10_000,
	...{ totalLines: 100_000, totalBytes: 8 * 1_024 * 1_024, tailLines: 200 },
	readBytesPerSecond: 8 * 1_024 * 1_024,
};

/** A line costs as much as so many bytes, whether it is kept or not: it is what a flood of short ones is made of. */
const lineBytes = 100;
/** Worth a wait; and what may be owed at the most, so that whoever waits does so in time. */
const leastHoldMs = 100;
const mostDebtMs = 250;

/** Says of each line whether it is kept, and how long to wait before there are more. */
export class Allowance {
	#limits: Limits;
	#now: () => number;
	#lines: number;
	#bytes: number;
	#readBytes: number;
	#heldMs = 0;
	#refilledAt: number;
	#keptLines = 0;
	#keptBytes = 0;
	#isSkipping = false;
	#mayHold = true;

	constructor(limits: Limits, now: () => number) {
		this.#limits = limits;
		this.#now = now;
		this.#lines = limits.burstLines;
		this.#bytes = limits.burstBytes;
		this.#readBytes = limits.readBytesPerSecond;
		this.#refilledAt = now();
	}

	/** Nothing is kept any more but the end. */
	get isFull(): boolean {
		return this.#keptLines >= this.#limits.totalLines || this.#keptBytes >= this.#limits.totalBytes;
	}

	/** Whether a line is kept. */
	admit(bytes: number): boolean {
		if (this.isFull) return false;
		this.#refill();
		const { linesPerSecond, bytesPerSecond, holdMs } = this.#limits;
		// Left out is a second's worth at least, and not each second line.
		if (this.#isSkipping && (this.#lines < linesPerSecond || this.#bytes < bytesPerSecond)) return false;
		const mayOwe = this.#mayHold && this.#heldMs < holdMs;
		this.#isSkipping = this.#debtMs(this.#lines - 1, this.#bytes - bytes) > (mayOwe ? mostDebtMs : 0);
		if (this.#isSkipping) return false;
		this.#lines--;
		this.#bytes -= bytes;
		this.#keptLines++;
		this.#keptBytes += bytes;
		return true;
	}

	/** So long whoever wrote these lines is made to wait for the next. */
	hold(): number {
		this.#refill();
		const debtMs = this.#debtMs(this.#lines, this.#bytes);
		if (debtMs < leastHoldMs || this.#isSkipping || !this.#mayHold || this.isFull) return 0;
		this.#heldMs += debtMs;
		return debtMs;
	}

	/** Notes that so much was read, kept or not, and says how long to wait until more is. */
	pace(bytes: number, lines: number): number {
		this.#refill();
		this.#readBytes -= bytes + lines * lineBytes;
		return Math.max(0, (-this.#readBytes / this.#limits.readBytesPerSecond) * 1_000);
	}

	/** From now on nobody is made to wait for what is told. */
	stopHolding(): void {
		this.#mayHold = false;
	}

	#debtMs(lines: number, bytes: number): number {
		const { linesPerSecond, bytesPerSecond } = this.#limits;
		return Math.max(0, -lines / linesPerSecond, -bytes / bytesPerSecond) * 1_000;
	}

	#refill(): void {
		const { linesPerSecond, bytesPerSecond, burstLines, burstBytes, readBytesPerSecond } = this.#limits;
		const now = this.#now();
		const seconds = (now - this.#refilledAt) / 1_000;
		if (seconds <= 0) return;
		this.#refilledAt = now;
		this.#lines = Math.min(burstLines, this.#lines + seconds * linesPerSecond);
		this.#bytes = Math.min(burstBytes, this.#bytes + seconds * bytesPerSecond);
		this.#readBytes = Math.min(readBytesPerSecond, this.#readBytes + seconds * readBytesPerSecond);
		if (this.#lines === burstLines && this.#bytes === burstBytes) this.#heldMs = 0;
	}
}
