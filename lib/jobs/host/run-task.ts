import type { JobWordsParameters, Words } from "@/lib/job-words";
import type { BuiltIn, TaskContext } from "../types";
import { createAsk } from "./ask";
import type { FromTask, ToTask } from "./protocol";

/** Runs a built-in task in this process, which was started for it by the host of jobs, and ends the process. */
export function runTask(load: () => Promise<BuiltIn>): void {
	const ending = new AbortController();
	process.on("SIGTERM", () => ending.abort());
	process.on("SIGINT", () => {});
	process.on("SIGHUP", () => {});
	// Nobody is there any more whom it could tell.
	process.on("disconnect", () => process.exit(1));
	process.on("uncaughtException", (error) => void end({ kind: "failed", words: wordsOf(error) }));
	const { ask, receive } = createAsk(tell, ending.signal);
	process.on("message", (data) => {
		const message = data as ToTask;
		if (message.kind === "answer") return receive(message);
		const { parameters, language, directory } = message;
		const context: TaskContext = {
			...{ parameters, language, directory, signal: ending.signal, ask },
			log: (words) => tell({ kind: "log", words }),
			progress: (progress, words) => tell({ kind: "progress", progress, words: words ?? null }),
		};
		load()
			.then((task) => task(context))
			.then(
				(result) => end({ kind: "done", result }),
				(error) => end({ kind: "failed", words: wordsOf(error) }),
			);
	});
}

function wordsOf(error: unknown): Words {
	// Not by its class, as that of another bundle is another one.
	if (error instanceof Error && error.name === "TaskFailure")
		return (error as Error & { words: Words }).words;
	const parameters: JobWordsParameters["failed"] = {
		reason: error instanceof Error ? error.message : String(error),
	};
	return { key: "failed", parameters };
}

function tell(message: FromTask): void {
	if (process.connected) process.send?.(message);
}

function end(message: FromTask): void {
	const code = message.kind === "done" ? 0 : 1;
	if (process.connected) process.send?.(message, undefined, {}, () => process.exit(code));
	else process.exit(code);
}
