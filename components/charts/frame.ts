const waiting = new Set<() => void>();
let handle = 0;

function run(): void {
	handle = 0;
	const draws = [...waiting];
	waiting.clear();
	for (const draw of draws) draw();
}

/** Runs `draw` once in the next animation frame, the same frame for all; asking again before changes nothing. */
export function scheduleFrame(draw: () => void): void {
	waiting.add(draw);
	// No frame comes in a hidden tab, so nothing is drawn there and everything on return.
	if (handle === 0) handle = requestAnimationFrame(run);
}

/** Forgets a `draw` that was not run yet. */
export function cancelFrame(draw: () => void): void {
	waiting.delete(draw);
}
