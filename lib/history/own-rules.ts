import type { OwnReading } from "./types";

/** So many series that are not measured here may be kept: each stays for years. */
export const mostOwnSeries = 200;

/** A script's clock may be ahead of ours by so much. */
const aheadMs = 60_000;
const name = /^[a-z][\w-]{0,63}(\.[\w-]{1,64}){1,7}$/i;

/** Why some of them are not kept. */
export const tooOld = "they are older than what is kept";

/** Throws a RangeError for what is no reading, or one of the future at `now`. */
export function checkOwn(readings: readonly OwnReading[], now: number): void {
	for (const { metric, time, value } of readings) {
		if (metric.length > 200 || !name.test(metric)) {
			throw new RangeError(`metric: expected a name like "stock.price", got "${metric.slice(0, 200)}"`);
		}
		if (!Number.isSafeInteger(time) || time < 0) {
			throw new RangeError(`time: expected whole Unix milliseconds, got ${time}`);
		}
		if (time > now + aheadMs) {
			throw new RangeError(
				`time: expected one that is not in the future, got ${new Date(time).toJSON() ?? time}`,
			);
		}
		if (!Number.isFinite(value)) throw new RangeError(`value: expected a finite number, got ${value}`);
	}
}

/** Throws a RangeError where these readings need more series than there may be, or bear the name of one that is measured. */
export function checkRoom(
	readings: readonly OwnReading[],
	own: ReadonlySet<string>,
	measured: ReadonlySet<string>,
): void {
	const added = new Set<string>();
	for (const { metric } of readings) {
		if (measured.has(metric)) throw new RangeError(`metric: expected none that is measured, got "${metric}"`);
		if (!own.has(metric)) added.add(metric);
		if (own.size + added.size <= mostOwnSeries) continue;
		throw new RangeError(
			`metric: expected at most ${mostOwnSeries} series of your own, and "${metric}" is one more; a series of which nothing is kept any more makes room`,
		);
	}
}
