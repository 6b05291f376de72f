import { type ChildProcess, fork, spawn } from "node:child_process";
import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import type { JobOrder } from "../types";
import { fillCommand } from "./command";

interface Start {
	order: JobOrder;
	/** The program of built-in tasks. */
	taskPath: string;
	/** What built-in tasks get for an environment. */
	taskEnvironment: Record<string, string>;
	/** What its processes are known by. */
	marks: Record<string, string>;
}

/**
 * Starts a job's first process, in a session of its own and with nothing to read. Throws, or the process emits an
 * error, where that cannot be.
 */
export function startChild({ order, taskPath, taskEnvironment, marks }: Start): ChildProcess {
	const { run, parameters } = order;
	if (run.kind === "builtIn") {
		mkdirSync(order.directory, { recursive: true, mode: 0o700 });
		return fork(taskPath, [run.name], {
			env: { ...taskEnvironment, ...marks } as unknown as NodeJS.ProcessEnv,
			detached: true,
			execArgv: [],
			stdio: ["ignore", "pipe", "pipe", "ipc"],
		});
	}
	checkDirectory(run.directory);
	const { program, args } = fillCommand(run.command, parameters);
	return spawn(program, args, {
		cwd: run.directory,
		env: { ...run.environment, ...marks } as unknown as NodeJS.ProcessEnv,
		detached: true,
		shell: false,
		stdio: ["ignore", "pipe", "pipe"],
	});
}

// Else it would be the program that is not found.
function checkDirectory(path: string): void {
	try {
		if (!statSync(path).isDirectory()) throw new Error("it is no directory");
		accessSync(path, constants.X_OK);
	} catch (error) {
		throw new Error(`the directory ${path} cannot be entered (${(error as Error).message})`, {
			cause: error,
		});
	}
}
