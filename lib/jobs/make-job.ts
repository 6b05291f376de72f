import type { Language } from "@/lib/language";
import type { Job, Parameters, Starter, Task } from "./types";

/** A job that was just asked for, and has said nothing yet. */
export function makeJob(
	id: string,
	start: {
		task: Task;
		parameters: Parameters;
		key: string | null;
		startedBy: Starter;
		language: Language;
		time: number;
	},
): Job {
	const { task, time, ...asked } = start;
	return {
		...{ id, task: task.id, title: task.title, mayRun: task.mayRun, ...asked },
		...{ status: "queued", progress: null, message: null, queuedAt: time, startedAt: null, endedAt: null },
		...{ reason: null, exitCode: null, signal: null, messages: 0, leftOut: 0, result: null },
	};
}
