import type { Principal } from "@/lib/access/types";
import type { Job, Task } from "./types";

/**
 * Whether somebody may see a job, or start and stop those of a task: everyone with the right to jobs, and who has
 * signed in where the task is for all of these. A token needs the right itself, and a stranger has nothing to start.
 */
export function mayUse({ kind, scopes }: Principal, { mayRun }: Pick<Job | Task, "mayRun">): boolean {
	return scopes.includes("jobs") || (mayRun === "viewer" && kind === "session" && scopes.includes("read"));
}
