import type { Words } from "@/lib/job-words";

/** Why a built-in task could not do its work, in words for whoever reads of it. */
export class TaskFailure extends Error {
	constructor(readonly words: Words) {
		super("text" in words ? words.text : words.key);
		this.name = "TaskFailure";
	}
}
