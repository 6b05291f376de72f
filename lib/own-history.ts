import { unframe } from "./framed";
import type { HistoryRange, OwnKept, OwnReading } from "./history/types";

interface Source {
	ask(subject: string, data: unknown): Promise<Uint8Array<ArrayBuffer>>;
	keepOwn(readings: readonly OwnReading[]): Promise<OwnKept>;
}

/** As many numbers as one answer may have. */
const mostNumbers = 100_000;

/** Makes what series of one's own are kept by and read with, which speaks to the history as they want it. */
export function createOwnHistory(history: Source) {
	return {
		/** Resolves with why they are not kept, or `null`; never rejects. */
		async keep(readings: readonly OwnReading[]): Promise<string | null> {
			try {
				return (await history.keepOwn(readings)).reason;
			} catch (error) {
				return (error as Error).message;
			}
		},
		/** What there is of them, in steps of `stepMs` where that is not too much for one answer. */
		async read(
			metrics: string[],
			{ from, to, stepMs }: { from: number; to: number; stepMs: number },
		): Promise<HistoryRange["series"]> {
			const points = Math.floor(Math.min((to - from) / stepMs + 2, mostNumbers / metrics.length));
			const question = { metrics, from, to, points, tier: null, hash: false };
			const { head, body } = unframe(await history.ask("range", question));
			if (head.refused !== undefined) throw new Error(head.refused);
			return (JSON.parse(new TextDecoder().decode(body)) as HistoryRange).series;
		},
	};
}
