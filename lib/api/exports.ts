import type { Answer } from "@/lib/framed";
import { partBytes } from "./parts";

/** Asks for the slice at a place, `null` for the first. */
export type AskSlice = (place: object | null) => Promise<Answer>;

/**
 * Streams slices to those who read them. One slice at a time is asked for, whoever reads: so that the history's thread,
 * which also keeps the ticks, has never more than one to do before the next question.
 */
export function createExports({ places, stallMs }: { places: number; stallMs: number }) {
	let open = 0;
	let turn: Promise<unknown> = Promise.resolve();

	const inTurn = (ask: () => Promise<Answer>): Promise<Answer> => {
		const answer = turn.then(ask);
		turn = answer.catch(() => null);
		return answer;
	};

	return {
		/**
		 * The bytes of one export until any signal ends it, `null` while all places are taken. Rejects as the first slice
		 * does. `onEnd` is called once, however it ends.
		 */
		async open(
			ask: AskSlice,
			signals: readonly AbortSignal[],
			onEnd = () => {},
		): Promise<ReadableStream<Uint8Array> | null> {
			if (open >= places) {
				onEnd();
				return null;
			}
			open++;
			const leave = () => {
				open--;
				onEnd();
			};
			try {
				const first = await inTurn(() => ask(null));
				return stream(first, ask, signals, leave);
			} catch (error) {
				leave();
				throw error;
			}
		},
	};

	function stream(
		first: Answer,
		ask: AskSlice,
		signals: readonly AbortSignal[],
		leave: () => void,
	): ReadableStream<Uint8Array> {
		let { body, head } = first;
		let ended = false;
		let stall: ReturnType<typeof setTimeout> | undefined;
		let stop = () => {};
		const end = () => {
			if (ended) return;
			ended = true;
			leave();
			clearTimeout(stall);
			for (const signal of signals) signal.removeEventListener("abort", stop);
		};
		return new ReadableStream<Uint8Array>(
			{
				start(controller) {
					// One that left while its first slice was made would never be heard of again.
					if (signals.some((signal) => signal.aborted)) {
						end();
						controller.close();
						return;
					}
					stop = () => {
						end();
						controller.error(new DOMException("the export ends", "AbortError"));
					};
					for (const signal of signals) signal.addEventListener("abort", stop);
					watch();
				},
				async pull(controller) {
					clearTimeout(stall);
					try {
						while (body.length === 0 && head.next) {
							const place = head.next;
							({ body, head } = await inTurn(() => ask(place)));
							if (ended) return;
						}
					} catch (error) {
						end();
						controller.error(error);
						return;
					}
					if (body.length > 0) controller.enqueue(body.subarray(0, partBytes));
					body = body.subarray(partBytes);
					if (body.length === 0 && !head.next) {
						end();
						controller.close();
					} else {
						watch();
					}
				},
				cancel: end,
			},
			{ highWaterMark: 0 },
		);

		function watch(): void {
			stall = setTimeout(() => stop(), stallMs);
			stall.unref();
		}
	}
}
