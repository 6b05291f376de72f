import { builtIns } from "../tasks/built-ins";
import type { BuiltInName } from "../types";
import { runTask } from "./run-task";

// The process of one built-in task, which is named by the first argument.

const name = process.argv[2] as BuiltInName;
runTask(async () => {
	const load = builtIns[name];
	if (!load) throw new Error(`there is no task ${name}`);
	return load();
});
