import { stateNames } from "@/lib/metrics/types";
import { controlNames } from "@/lib/sse/types";

const pattern = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * What no stream may be called: every event that there is or is to be, what an EventSource says by itself, and what
 * every object has already.
 */
export const reservedNames: ReadonlySet<string> = new Set([
	...controlNames,
	...stateNames,
	...["open", "error", "message"],
	...["job", "jobs", "stream", "streams", "host", "hosts", "alert", "alerts"],
	"constructor",
]);

/** Throws a RangeError for what cannot be the name of a stream. */
export function checkName(name: string): void {
	if (!pattern.test(name)) {
		throw new RangeError(
			`name: expected a small letter and up to 39 more of a-z, 0-9 and "-", got "${name}"`,
		);
	}
	if (reservedNames.has(name)) {
		throw new RangeError(`name: expected none of Hostbeat's own, got "${name}"`);
	}
}

/** What a field of a stream may be called, but for `time`, which every event has. */
export const fieldPattern = /^[a-zA-Z][a-zA-Z0-9]{0,39}$/;
