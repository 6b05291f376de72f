/** Over less than this nothing can be said of a pace. */
const leastMs = 8_000;
const leastGain = 0.03;
/** What was longer ago says little of how fast it is now. */
const spanMs = 120_000;
/** Without any progress for so long, the pace is not known any more. */
const stillMs = 30_000;
const mostSamples = 240;

/** Estimates how long a job has still to go, from how far it came over a sensible stretch; and only where that can be known. */
export class Pace {
	#samples: { time: number; progress: number }[] = [];

	/** It is so far at that time. Going back begins anew: it does something else now. */
	note(time: number, progress: number | null): void {
		const last = this.#samples.at(-1);
		if (progress === null || (last && progress < last.progress)) this.#samples = [];
		if (progress === null || (last && this.#samples.length > 0 && progress === last.progress)) return;
		this.#samples.push({ time, progress });
		while (this.#samples.length > 2 && time - (this.#samples[1]?.time ?? 0) > spanMs) this.#samples.shift();
		if (this.#samples.length > mostSamples)
			this.#samples = this.#samples.filter((_, index) => index % 2 === 0);
	}

	/** `null` where it cannot be known. */
	remainingMs(now: number): number | null {
		const [first] = this.#samples;
		const last = this.#samples.at(-1);
		if (!first || !last || now - last.time > stillMs) return null;
		const gain = last.progress - first.progress;
		if (last.time - first.time < leastMs || gain < leastGain || last.progress >= 1) return null;
		const endsAt = last.time + ((1 - last.progress) * (last.time - first.time)) / gain;
		return Math.max(0, endsAt - now);
	}
}

/** How finely a remaining time is worth telling: a count of seconds that jumps is no help. */
export function roundRemaining(ms: number): number {
	const stepMs = ms < 60_000 ? 5_000 : ms < 600_000 ? 30_000 : ms < 7_200_000 ? 300_000 : 1_800_000;
	return Math.max(stepMs, Math.round(ms / stepMs) * stepMs);
}
