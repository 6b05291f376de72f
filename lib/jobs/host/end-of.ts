import type { Words } from "@/lib/job-words";
import type { JobEnd, JobOrder, JobResult } from "../types";
import type { Toll } from "./end-family";

/** How a process ended. */
export interface Exit {
	code: number | null;
	signal: string | null;
}

interface Known {
	order: JobOrder;
	/** Why it was told to end. */
	cause?: "cancelled" | "timed-out" | null;
	/** `null` where it did not, or was never started. */
	exit?: Exit | null;
	result?: JobResult | null;
	failure?: Words | null;
	toll?: Toll;
}

/** How a job ended, by what is known of it. */
export function endOf(known: Known): JobEnd {
	const { exit = null, result = null, toll = { forced: 0, left: 0 } } = known;
	const { status, words } = judge(known);
	const shown = status === "succeeded" ? result : null;
	return {
		status,
		words,
		exitCode: exit?.code ?? null,
		signal: exit?.signal ?? null,
		leftOut: 0,
		result: shown,
		...toll,
	};
}

function judge({ order, cause, exit, result, failure }: Known): Pick<JobEnd, "status" | "words"> {
	// Its work was done before it heard that it was not to be.
	if (result) return { status: "succeeded", words: null };
	if (cause === "cancelled") return { status: "cancelled", words: null };
	if (cause) {
		return { status: cause, words: { key: "timedOut", parameters: { afterMs: order.timeoutMs ?? 0 } } };
	}
	if (failure) return { status: "failed", words: failure };
	if (exit?.signal)
		return { status: "failed", words: { key: "killedBy", parameters: { signal: exit.signal } } };
	const code = exit?.code ?? 1;
	if (code === 0 && order.run.kind === "command") return { status: "succeeded", words: null };
	return { status: "failed", words: { key: "exited", parameters: { code } } };
}
