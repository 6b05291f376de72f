import type { Answer, Ask } from "./protocol";

interface Waiting {
	resolve: (value: unknown) => void;
	reject: (error: Error) => void;
}

/** What a built-in task asks the server by; who waits for an answer when the task is to end gets an error instead. */
export function createAsk(tell: (ask: Ask) => void, signal: AbortSignal) {
	const waiting = new Map<number, Waiting>();
	let count = 0;
	signal.addEventListener("abort", () => {
		for (const { reject } of waiting.values()) reject(new DOMException("The job is to end.", "AbortError"));
		waiting.clear();
	});
	return {
		/** Also when it is to end it may ask, as it may have to give something back. */
		ask: (subject: string, data: unknown): Promise<unknown> =>
			new Promise((resolve, reject) => {
				count++;
				waiting.set(count, { resolve, reject });
				tell({ kind: "ask", ask: count, subject, data });
			}),
		receive({ ask, value, error }: Answer): void {
			const asked = waiting.get(ask);
			waiting.delete(ask);
			if (error === undefined) asked?.resolve(value);
			else asked?.reject(new Error(error));
		},
	};
}
