import { withBasePath } from "@/lib/base-path";
import { ask } from "./ask";
import type { ClockOffset, PageState } from "./types";

/**
 * Measures the server's clock against the browser's: three questions, of which the quickest answer counts, for it
 * leaves the least room for error (half its round trip). `null` when none was answered.
 */
export async function measureClockOffset(
	ask: () => Promise<number>,
	now: () => number = Date.now,
): Promise<ClockOffset | null> {
	let best: ClockOffset | null = null;
	for (let question = 0; question < 3; question++) {
		const sent = now();
		try {
			const serverTime = await ask();
			const roundTripMs = now() - sent;
			if (!Number.isFinite(serverTime)) throw new TypeError(`expected a time, got ${serverTime}`);
			if (!best || roundTripMs < best.roundTripMs) {
				best = { offsetMs: serverTime - (sent + roundTripMs / 2), roundTripMs };
			}
		} catch {
			// An unanswered question says nothing of the clock; the connection's own state tells of the failure.
			return best;
		}
	}
	return best;
}

/** The server's time, of a question that asks for nothing else. Throws when it is not answered. */
export async function readServerTime(): Promise<number> {
	const response = await ask(withBasePath("/api/snapshot?events=clock"), {
		signal: AbortSignal.timeout(5_000),
	});
	if (!response.ok) throw new Error(`snapshot: ${response.status}`);
	return ((await response.json()) as PageState).time;
}
