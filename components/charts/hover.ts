/** The hairline of the page: how far back in time it stands, and the chart that moves it. */
export interface Hover {
	ageMs: number;
	owner: object;
}

let current: Hover | null = null;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let told: Hover | null = null;

// Half of a screen's frames: nobody reads faster, and each frame costs the browser as much as a tick.
const PAUSE_MS = 32;

function tell(): void {
	if (timer !== undefined || told === current) return;
	told = current;
	for (const listener of listeners) listener();
	timer = setTimeout(() => {
		timer = undefined;
		tell();
	}, PAUSE_MS);
}

/** Where the hairline stands, `null` while nobody asks. */
export function readHover(): Hover | null {
	return current;
}

/** Moves the hairline on all charts of the page. */
export function moveHover(hover: Hover): void {
	if (current?.ageMs === hover.ageMs && current.owner === hover.owner) return;
	current = hover;
	tell();
}

/** Takes the hairline away if `owner` is who moved it last. */
export function leaveHover(owner: object): void {
	if (current?.owner !== owner) return;
	current = null;
	tell();
}

/** Calls `listener` after moves, some thirty times a second at most and always after the last; returns the function that ends it. */
export function onHover(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}
