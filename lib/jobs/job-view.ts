import { speak, type Words } from "@/lib/job-words";
import { type Language, readLocalised } from "@/lib/language";
import type { Seen } from "./job-log";
import type { ActiveJobs, JobView, Parameters, Task, TaskView } from "./types";

/** So many of those that wait are told by name. */
const mostWaiting = 50;
/** So much of its parameters comes with each of them. */
const mostCharacters = 600;

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

/**
 * A job as those are told who follow all of them, in the language of whoever started it. Of its parameters it has no more
 * than their beginnings: they may be large, and are told again each time that anything moves in the queue.
 */
export function viewBriefly(seen: Seen, time: number): JobView {
	const view = viewJob(seen, seen.job.language, time);
	return { ...view, parameters: beginningsOf(view.parameters) };
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

/** All that have not ended, briefly; of very many that wait, the first. */
export function viewActive(active: Seen[], atOnce: number, time: number): ActiveJobs {
	const told = active.filter(({ position }) => position === null || position <= mostWaiting);
	return {
		...{ time, atOnce, more: active.length - told.length },
		jobs: told.map((seen) => viewBriefly(seen, time)),
	};
}

function beginningsOf(parameters: Parameters): Parameters {
	const all = Object.entries(parameters);
	if (JSON.stringify(parameters).length <= mostCharacters) return parameters;
	const share = Math.floor(mostCharacters / all.length);
	return Object.fromEntries(
		all.map(([name, value]) => {
			if (typeof value === "string") return [name, cut(value, share)];
			return [name, Array.isArray(value) ? [cut(value.join(", "), share)] : value];
		}),
	);
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text);
