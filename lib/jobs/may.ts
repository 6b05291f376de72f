import type { Principal } from "@/lib/access/types";
import type { BuiltInName, Job, Task } from "./types";

/**
 * Whether somebody may see a job, or start and stop those of a task: everyone with the right to jobs, and who has
 * signed in where the task is for all of these. A token needs the right itself, and a stranger has nothing to start.
 */
export function mayUse({ kind, scopes }: Principal, { mayRun }: Pick<Job | Task, "mayRun">): boolean {
	return scopes.includes("jobs") || (mayRun === "viewer" && kind === "session" && scopes.includes("read"));
}

/** Whether somebody may send a file to be imported: who may run that task, as far as there is it. */
export function mayImport(principal: Principal, tasks: readonly Pick<Task, "id" | "mayRun">[]): boolean {
	const importing: BuiltInName = "import";
	return tasks.some((task) => task.id === importing && mayUse(principal, task));
}
