import { cancelFrame, scheduleFrame } from "./frame";

/** Something to draw, and what makes it stale. */
export interface Drawing {
	draw(): void;
	/** Calls `listener` whenever `draw` is due; returns the function that ends it. */
	subscribe(listener: () => void): () => void;
}

const NEAR = "100px";

/** Draws in the frame after each event while `element` is on screen, and once when it comes back; returns the end. */
export function drawWhileSeen(element: Element, drawings: readonly Drawing[]): () => void {
	let seen = false;
	// One function per drawing, so that the frame knows what it already holds.
	const draws = drawings.map((drawing) => () => drawing.draw());
	const ends = drawings.map((drawing, index) =>
		drawing.subscribe(() => {
			if (seen) scheduleFrame(draws[index] as () => void);
		}),
	);
	const observer = new IntersectionObserver(
		(entries) => {
			seen = entries.at(-1)?.isIntersecting ?? false;
			if (seen) draws.forEach(scheduleFrame);
		},
		{ rootMargin: NEAR },
	);
	observer.observe(element);
	return () => {
		observer.disconnect();
		for (const end of ends) end();
		draws.forEach(cancelFrame);
	};
}
