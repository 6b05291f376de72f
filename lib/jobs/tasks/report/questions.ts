import type { Fact, HistoryRange, Kept, ProcessUse } from "@/lib/history/types";
import type { TaskContext } from "@/lib/jobs/types";
import { TaskFailure } from "../../task-failure";
import { askHistory } from "../ask-history";

/** Whose report it is, as the server says of itself. */
export interface About {
	host: string;
	version: string;
	/** A zone that `Intl` knows. */
	timezone: string;
}

/** A stretch of time in Unix milliseconds, both ends included. */
export interface Stretch {
	from: number;
	to: number;
}

/** By what the processes of a minute are compared. */
export type ProcessSort = "utilization" | "residentBytes";

/** What a report asks of the server, each answer read from what comes over the wire. */
export class Questions {
	#context: Pick<TaskContext, "ask" | "signal">;

	constructor(context: Pick<TaskContext, "ask" | "signal">) {
		this.#context = context;
	}

	async about(): Promise<About> {
		this.#context.signal.throwIfAborted();
		return (await this.#context.ask("server", null)) as About;
	}

	kept(): Promise<Kept> {
		return this.#askHistory<Kept>("kept", null);
	}

	/** Of these names, or of all; names that are not kept are left out. */
	range(metrics: readonly string[], { from, to }: Stretch, points: number): Promise<HistoryRange> {
		return this.#askHistory("range", { metrics, from, to, points, tier: null, hash: false });
	}

	/** The newest reading that is not after `time`; `null` where nothing is kept. */
	async newest(time: number, { tiers }: Kept): Promise<number | null> {
		const [finest] = tiers;
		if (!finest || finest.from === null) return null;
		const asked = { metrics: ["cpu.utilization"], from: time, to: time, points: null, tier: finest.name };
		const { to } = await this.#askHistory<HistoryRange>("range", { ...asked, hash: false });
		return to;
	}

	/** All that touches a stretch, `null` where that is too much for an answer. */
	async facts({ from, to }: Stretch): Promise<Fact[] | null> {
		const { facts } = await this.#askHistory<{ facts: Fact[] | null }>("facts", { from, to }).catch(
			(error) => {
				if (error instanceof TaskFailure) return { facts: null };
				throw error;
			},
		);
		return facts;
	}

	/** Those that were greatest in the minutes that touch a stretch. */
	busiest({ from, to }: Stretch, sort: ProcessSort, limit: number): Promise<ProcessUse[]> {
		return this.#askHistory("busiest", { from, to, sort, limit });
	}

	async #askHistory<T>(subject: string, data: unknown): Promise<T> {
		const { body } = await askHistory(this.#context, subject, data);
		return JSON.parse(new TextDecoder().decode(body)) as T;
	}
}
