import { setImmediate } from "node:timers/promises";

const sliceMs = 2;
// The clock is not free either.
const perLook = 16;

/** How long things are done for before others may do theirs. */
export interface Slicing {
	monotonicMs: () => number;
	/** Lets everything that waits have its turn. */
	pause: () => Promise<unknown>;
}

const systemSlicing: Slicing = { monotonicMs: () => performance.now(), pause: () => setImmediate() };

/** Visits all items in order, but never holds the event loop for longer than some 2 ms and what 16 visits take. */
export async function visitInSlices<T>(
	items: Iterable<T>,
	visit: (item: T) => void,
	{ monotonicMs, pause }: Slicing = systemSlicing,
): Promise<void> {
	let endMs = monotonicMs() + sliceMs;
	let visits = 0;
	for (const item of items) {
		visit(item);
		if (++visits % perLook !== 0 || monotonicMs() < endMs) continue;
		await pause();
		endMs = monotonicMs() + sliceMs;
	}
}
