import { setTimeout } from "node:timers/promises";
import { type Answer, unframe } from "@/lib/framed";
import { TaskFailure } from "../task-failure";
import type { TaskContext } from "../types";

/** It may be busy, or wait for its disk: an hour's work is not given up for that. */
const waitsMs = [500, 2_000, 5_000, 10_000, 20_000];

/**
 * Asks the history, again where it cannot answer just then. Rejects with a TaskFailure for a wrong question, and with
 * the signal's reason.
 */
export async function askHistory(
	{ ask, signal }: Pick<TaskContext, "ask" | "signal">,
	subject: string,
	data: unknown,
): Promise<Answer> {
	for (let attempt = 0; ; attempt++) {
		signal.throwIfAborted();
		try {
			const answer = unframe((await ask(subject, data)) as Uint8Array<ArrayBuffer>);
			if (answer.head.refused === undefined) return answer;
			throw new TaskFailure({ key: "refused", parameters: { reason: answer.head.refused } });
		} catch (error) {
			signal.throwIfAborted();
			const waitMs = waitsMs[attempt];
			if (error instanceof TaskFailure || waitMs === undefined) throw error;
			await setTimeout(waitMs, null, { signal });
		}
	}
}
