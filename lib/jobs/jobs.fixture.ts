import { Jobs } from "./jobs";
import { MemoryJobs } from "./memory-jobs.fixture";
import type {
	ActiveJobs,
	JobEnd,
	JobHost,
	JobHostEvents,
	JobMessage,
	JobOrder,
	JobStore,
	JobView,
	Task,
} from "./types";

/** A host that does what a test says. */
export class FakeHost implements JobHost {
	readonly orders: JobOrder[] = [];
	readonly cancelled: string[] = [];
	isClosed = false;
	/** What is thrown by a start. */
	fault: Error | null = null;
	events!: Omit<JobHostEvents, "onAsk">;

	get ids(): string[] {
		return this.orders.map(({ id }) => id);
	}

	start(order: JobOrder): void {
		if (this.fault) throw this.fault;
		this.orders.push(order);
	}

	cancel(id: string): void {
		this.cancelled.push(id);
	}

	close(): void {
		this.isClosed = true;
	}

	print(id: string, ...lines: string[]): void {
		this.events.onNews(
			id,
			lines.map((text) => ({ kind: "log", source: "stdout", words: { text } })),
		);
	}

	end(id: string, end: Partial<JobEnd> = {}): void {
		this.events.onEnd(id, {
			...{ status: "succeeded", words: null, exitCode: 0, signal: null },
			...{ leftOut: 0, result: null, forced: 0, left: 0, ...end },
		});
	}
}

/** A task that takes a number. */
export function makeTask(id = "count", more: Partial<Task> = {}): Task {
	return {
		...{ id, title: { en: "Count", fr: "Compter" }, mayRun: "admin", timeoutMs: null, concurrencyKey: null },
		parameters: [{ name: "to", title: "To", type: "number", min: 1, max: 9, isWhole: true, default: 5 }],
		run: {
			...{ kind: "command", command: ["count"], directory: "/", environment: {} },
			progress: { kind: "exit" },
		},
		...more,
	};
}

export const starter = { kind: "session", name: "admin" } as const;

/** Jobs with a host that a test leads. */
export function createJobs({
	store = new MemoryJobs() as JobStore,
	atOnce = 4,
	directory = "/nonexistent",
	tasks = [makeTask()],
} = {}) {
	const host = new FakeHost();
	const told: JobView[] = [];
	const active: ActiveJobs[] = [];
	const complaints: string[] = [];
	const jobs = new Jobs({
		settings: { atOnce, keepMs: 86_400_000, keepJobs: 500, tasks },
		...{ store, directory },
		createHost: (events) => {
			host.events = events;
			return host;
		},
		onJob: (view) => told.push(view),
		onActive: (now) => active.push(now),
		log: {
			info: () => {},
			warn: (message) => complaints.push(message),
			error: (message) => complaints.push(message),
		},
	});
	const start = async (task = makeTask(), key: string | null = null, parameters: unknown = {}) => {
		const { seen, isNew } = await jobs.start({ task, parameters, key, startedBy: starter, language: "fr" });
		return { ...seen, id: seen.job.id, isNew };
	};
	return { jobs, host, store, told, active, complaints, start };
}

/** All that a job has said. */
export async function readLog(jobs: Jobs, id: string): Promise<JobMessage[]> {
	const log = await jobs.log(id);
	const all: JobMessage[] = [];
	while (log && (all.at(-1)?.seq ?? 0) < log.newest) {
		const page = await log.read(all.at(-1)?.seq ?? 0, 100);
		if (page.length === 0) break;
		all.push(...page);
	}
	return all;
}
