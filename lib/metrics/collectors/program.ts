import { execFile } from "node:child_process";
import { late, within } from "./time-limit";

/** What a program wrote, and how it ended. */
export interface ProgramOutput {
	text: string;
	/** `null` when it was ended by a signal. */
	code: number | null;
}

type Run = (file: string, args: string[]) => Promise<ProgramOutput>;

const limitMs = 4_500;
const killMs = 4_000;
const absentMs = 600_000;

const execute: Run = (file, args) =>
	new Promise((resolve, reject) => {
		const options = {
			timeout: killMs,
			killSignal: "SIGKILL",
			maxBuffer: 1024 * 1024,
			windowsHide: true,
		} as const;
		execFile(file, args, options, (error, stdout) => {
			if (error && typeof error.code === "string") reject(error);
			else resolve({ text: stdout, code: error ? (typeof error.code === "number" ? error.code : null) : 0 });
		});
	});

/**
 * A program of the system that may not be there. It is started without a shell, ended after four seconds, and not
 * started again with the same arguments while it hangs. Where it is not installed, that is looked up each ten minutes.
 */
export class Program {
	readonly #name: string;
	#run: Run;
	#pending = new Set<string>();
	#absentUntilMs = Number.NEGATIVE_INFINITY;

	constructor(name: string, run: Run = execute) {
		this.#name = name;
		this.#run = run;
	}

	/** Why it gives nothing where it is not installed. */
	get absent(): string {
		return `${this.#name} is not installed`;
	}

	/** Rejects with the reason when it is not there, may not be started, or does not end in time. */
	async run(args: string[], nowMs: number): Promise<ProgramOutput> {
		if (nowMs < this.#absentUntilMs) throw new Error(this.absent);
		const key = args.join(" ");
		if (this.#pending.has(key)) throw new Error(`${this.#name} is still not answering`);
		this.#pending.add(key);
		const work = this.#start(args, nowMs).finally(() => this.#pending.delete(key));
		const output = await within(limitMs, work);
		if (output === late || output.code === null) throw new Error(`${this.#name} does not answer`);
		return output;
	}

	async #start(args: string[], nowMs: number): Promise<ProgramOutput> {
		// Those for the administrator are often not on everyone's path.
		for (const directory of ["", "/usr/sbin/", "/usr/local/sbin/"]) {
			try {
				return await this.#run(`${directory}${this.#name}`, args);
			} catch (error) {
				const { code } = error as NodeJS.ErrnoException;
				if (code !== "ENOENT")
					throw new Error(`${this.#name} could not be run (${code ?? error})`, { cause: error });
			}
		}
		this.#absentUntilMs = nowMs + absentMs;
		throw new Error(this.absent);
	}
}
