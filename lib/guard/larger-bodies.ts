import type { IncomingMessage } from "node:http";
import { type Fault, tooLarge } from "./refuse";

/** That a request may have a body of so many bytes; `leave` says that nothing is kept of it any more. */
export interface Allowance {
	bytes: number;
	leave: () => void;
}

export interface LargerBodiesOptions {
	/** Other requests are not asked about. */
	isFor: (request: IncomingMessage) => boolean;
	/** Why this one may not; asked before anything of its body is taken. */
	judge: (request: IncomingMessage) => Fault | null;
	bytes: number;
	/** So many at once: each is kept in memory until it is whole. */
	places: number;
}

/**
 * Lets few have a body that is larger than others', and those only whose headers say that they may. Gives `null` where
 * the common bound holds.
 */
export function createLargerBodies({ isFor, judge, bytes, places }: LargerBodiesOptions) {
	let taken = 0;
	return (request: IncomingMessage, commonBytes: number): Allowance | Fault | null => {
		if (!isFor(request)) return null;
		const { "content-length": length, "transfer-encoding": coding } = request.headers;
		// What is as small as any other needs no place. Of one in chunks nobody knows.
		if (coding === undefined && Number(length ?? 0) <= commonBytes) return null;
		const fault = judge(request);
		if (fault) return fault;
		if (Number(length ?? 0) > bytes) return tooLarge(bytes);
		if (taken >= places) return busy;
		taken++;
		let hasLeft = false;
		return {
			bytes,
			leave: () => {
				if (!hasLeft) taken--;
				hasLeft = true;
			},
		};
	};
}

const busy: Fault = {
	status: 503,
	code: "busy",
	message: "Others send large files just now; try again later.",
	headers: { "Retry-After": "5" },
};
