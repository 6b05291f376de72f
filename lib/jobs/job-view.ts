import { speak, type Words } from "@/lib/job-words";
import { type Language, readLocalised } from "@/lib/language";
import type { Seen } from "./job-log";
import type { ActiveJobs, JobView, Task, TaskView } from "./types";

/** So many of those that wait are told by name. */
const mostWaiting = 50;

const say = (words: Words | null, language: Language) => words && speak(words, language);

/** A job in a language. */
export function viewJob({ job, position }: Seen, language: Language, time: number): JobView {
	const { title, message, reason, mayRun: _, key: __, ...rest } = job;
	return {
		...{ time, ...rest, title: readLocalised(title, language), position },
		...{ message: say(message, language), reason: say(reason, language) },
		words: { title, message, reason },
	};
}

/** A task in a language. */
export function viewTask(task: Task, language: Language): TaskView {
	const { id, parameters, timeoutMs, run } = task;
	return {
		...{ id, parameters, timeoutMs, isBuiltIn: run.kind === "builtIn" },
		title: readLocalised(task.title, language),
		description: task.description === undefined ? null : readLocalised(task.description, language),
	};
}

/** All that have not ended, each in the language of whoever started it; of very many that wait, the first. */
export function viewActive(active: Seen[], atOnce: number, time: number): ActiveJobs {
	const told = active.filter(({ position }) => position === null || position <= mostWaiting);
	return {
		...{ time, atOnce, more: active.length - told.length },
		jobs: told.map((seen) => viewJob(seen, seen.job.language, time)),
	};
}
