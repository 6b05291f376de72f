import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { englishJobWords } from "@/lib/job-words";
import { JobHostProcess } from "./job-host";
import { until } from "./processes.fixture";
import type { JobEnd, JobHostEvents, JobNews, JobOrder, Parameters, ProgressForm, Task } from "./types";

// Below node_modules, so that the bundles find the packages that are left out of them.
const cache = join(import.meta.dirname, "../../node_modules/.cache");

/** Builds the host, with a task for tests in place of the built-in ones; gives the directory it is in. */
export async function buildHost(): Promise<string> {
	mkdirSync(cache, { recursive: true });
	const directory = mkdtempSync(join(cache, "job-host-"));
	const room = import.meta.dirname;
	await build({
		entryPoints: [
			{ in: join(room, "host/host.ts"), out: "job-host" },
			{ in: join(room, "host/task.fixture.ts"), out: "job-task" },
			{ in: join(room, "host/owner.fixture.ts"), out: "owner" },
		],
		outdir: directory,
		outExtension: { ".js": ".mjs" },
		bundle: true,
		platform: "node",
		format: "esm",
		target: "node20",
		packages: "external",
		alias: { "@": join(room, "../..") },
	});
	return directory;
}

let count = 0;

/** What a job said, and how it ended. */
export interface Watched {
	id: string;
	news: JobNews[];
	end: JobEnd | null;
	/** What it wrote or was said of it, as text. */
	readonly lines: string[];
	ended: Promise<JobEnd>;
}

/** A host of jobs, and all that it tells. */
export class Trial {
	readonly directory: string;
	readonly jobs = new Map<string, Watched>();
	readonly lost: string[][] = [];
	readonly warnings: string[] = [];
	readonly host: JobHostProcess;
	#orders = new Map<string, JobOrder>();
	onAsk: JobHostEvents["onAsk"] = async () => null;

	constructor(built: string, times: { graceMs?: number; idleMs?: number } = {}) {
		this.directory = mkdtempSync(join(cache, "jobs-"));
		this.host = new JobHostProcess({
			path: join(built, "job-host.mjs"),
			env: { PATH: "/usr/bin:/bin" },
			dataDirectory: this.directory,
			log: { info: () => {}, warn: (message) => this.warnings.push(message), error: () => {} },
			...times,
			onNews: (id, news) => this.jobs.get(id)?.news.push(...news),
			onEnd: (id, end) => {
				const job = this.jobs.get(id);
				if (job) job.end = end;
			},
			onLost: (ids) => this.lost.push(ids),
			onAsk: (...asked) => this.onAsk(...asked),
		});
	}

	/** Runs a command. */
	run(
		command: string[],
		options: {
			progress?: ProgressForm;
			parameters?: Parameters;
			timeoutMs?: number;
			environment?: Record<string, string>;
			directory?: string;
		} = {},
	): Watched {
		const { progress = { kind: "exit" }, directory = "/", environment = { PATH: "/usr/bin:/bin" } } = options;
		return this.#start({ kind: "command", command, directory, environment, progress }, options);
	}

	/** Runs a shell's script. */
	sh(script: string, options: Parameters_<Trial["run"]> = {}): Watched {
		return this.run(["/bin/sh", "-c", script], options);
	}

	/** Runs the task for tests. */
	task(parameters: Parameters): Watched {
		return this.#start({ kind: "builtIn", name: "report" }, { parameters });
	}

	/** As it was started. */
	orderOf({ id }: Watched): JobOrder {
		return this.#orders.get(id) as JobOrder;
	}

	close(): void {
		this.host.close();
		rmSync(this.directory, { recursive: true });
	}

	#start(
		run: Task["run"],
		{ parameters = {}, timeoutMs = null }: { parameters?: Parameters; timeoutMs?: number | null },
	) {
		const id = `job${String(++count).padStart(6, "0")}${process.pid}`;
		const news: JobNews[] = [];
		const job: Watched = {
			...{ id, news, end: null },
			get lines() {
				return news.flatMap((one) => (one.kind === "log" ? say(one.words) : []));
			},
			get ended() {
				return until(() => job.end);
			},
		};
		this.jobs.set(id, job);
		const directory = join(this.directory, "jobs", id);
		const order: JobOrder = { id, run, parameters, timeoutMs, language: "en", directory };
		this.#orders.set(id, order);
		this.host.start(order);
		return job;
	}
}

type Parameters_<F extends (...args: never[]) => unknown> = F extends (
	first: never,
	second?: infer O,
) => unknown
	? O
	: never;

function say(words: Extract<JobNews, { kind: "log" }>["words"]): string {
	if ("text" in words) return words.text;
	return (englishJobWords[words.key] as (parameters: unknown) => string)(words.parameters);
}
