import { type ChildProcess, fork, spawn } from "node:child_process";
import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import type { Readable } from "node:stream";
import type { JobOrder } from "../types";
import { fillCommand } from "./command";
import { makePipes } from "./pipes";

/** The first process of a job. */
export interface Child {
	process: ChildProcess;
	stdout: Readable | null;
	stderr: Readable | null;
	/** Whoever holds one of these open belongs to the job. */
	pipes: string[];
}

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
export function startChild({ order, taskPath, taskEnvironment, marks }: Start): Child {
	const { run, parameters } = order;
	if (run.kind === "command") {
		checkDirectory(run.directory);
		return spawnCommand(fillCommand(run.command, parameters), run.directory, {
			...run.environment,
			...marks,
		});
	}
	mkdirSync(order.directory, { recursive: true, mode: 0o700 });
	const process = fork(taskPath, [run.name], {
		env: { ...taskEnvironment, ...marks } as unknown as NodeJS.ProcessEnv,
		detached: true,
		execArgv: [],
		// What is asked is answered in bytes, of which JSON would make an object.
		serialization: "advanced",
		stdio: ["ignore", "pipe", "pipe", "ipc"],
	});
	return { process, stdout: process.stdout, stderr: process.stderr, pipes: [] };
}

function spawnCommand(
	{ program, args }: ReturnType<typeof fillCommand>,
	cwd: string,
	env: Record<string, string>,
): Child {
	const pipes = makePipes();
	try {
		const process = spawn(program, args, {
			...{ cwd, env: env as unknown as NodeJS.ProcessEnv, detached: true, shell: false },
			stdio: ["ignore", pipes?.ends[0] ?? "pipe", pipes?.ends[1] ?? "pipe"],
		});
		if (process.pid === undefined) pipes?.close();
		const { stdout, stderr } = pipes ?? process;
		return { process, stdout, stderr, pipes: pipes?.names ?? [] };
	} catch (error) {
		pipes?.close();
		throw error;
	} finally {
		pipes?.release();
	}
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
