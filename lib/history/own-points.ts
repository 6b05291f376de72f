import type { Point } from "./types";

/** What is known of some time: of one reading all are the same. */
export interface OwnPart {
	time: number;
	min: number;
	max: number;
	mean: number;
	count: number;
}

/** Joins readings of one series on a grid; a step without any has no point, as they come when they come. */
export class OwnPoints {
	#widthMs: number;
	#parts = new Map<number, OwnPart>();

	constructor(widthMs: number) {
		this.#widthMs = widthMs;
	}

	add({ time, min, max, mean, count }: OwnPart): void {
		const start = Math.floor(time / this.#widthMs) * this.#widthMs;
		const part = this.#parts.get(start);
		if (!part) {
			this.#parts.set(start, { time: start, min, max, mean, count });
			return;
		}
		part.count += count;
		part.mean += ((mean - part.mean) * count) / part.count;
		part.min = Math.min(part.min, min);
		part.max = Math.max(part.max, max);
	}

	get points(): Point[] {
		const parts = [...this.#parts.values()].sort((one, other) => one.time - other.time);
		return parts.map(({ time, mean, min, max }) => [time, Math.min(max, Math.max(min, mean)), min, max]);
	}
}

/** Where own readings end that are told before `until`: what is later than the newest tick does not exist yet. */
export function ownUntil(until: number, newest: number): number {
	return Number.isFinite(newest) ? Math.min(until, newest + 1) : until;
}

/** Whether nothing that is measured is told: own readings have no gaps, as they come when they come. */
export function isOwnOnly(measured: readonly unknown[], own: readonly unknown[]): boolean {
	return measured.length === 0 && own.length > 0;
}
