import type { ChildProcess } from "node:child_process";
import type { Words } from "@/lib/job-words";
import type { JobOrder, JobResult } from "../types";
import type { Answer, Ask, FromTask, ToTask } from "./protocol";
import type { Teller } from "./teller";

interface TaskLineOptions {
	child: ChildProcess;
	order: JobOrder;
	teller: Teller;
	onAsk: (ask: Ask) => void;
}

/** What is spoken with the process of a built-in task. */
export class TaskLine {
	#child: ChildProcess;
	/** What the task leaves, once it is done. */
	result: JobResult | null = null;
	/** Why it could not do its work. */
	failure: Words | null = null;

	constructor({ child, order: { parameters, language, directory }, teller, onAsk }: TaskLineOptions) {
		this.#child = child;
		child.on("message", (data) => {
			const message = data as FromTask;
			if (message.kind === "log") teller.say("hostbeat", message.words);
			else if (message.kind === "progress") teller.progress(message.progress, message.words);
			else if (message.kind === "ask") onAsk(message);
			else if (message.kind === "done") this.result = message.result;
			else this.failure = message.words;
		});
		this.#send({ kind: "begin", parameters, language, directory });
	}

	/** All that it says was heard; that may be later than its end. */
	get isEnded(): boolean {
		return !this.#child.connected;
	}

	answer(answer: Answer): void {
		this.#send(answer);
	}

	#send(message: ToTask): void {
		// One that has just ended hears no more, which is no error.
		if (this.#child.connected) this.#child.send(message, () => {});
	}
}
