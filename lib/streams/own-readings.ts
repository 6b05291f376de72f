import type { HistoryRange, OwnReading } from "@/lib/history/types";
import type { Log } from "@/lib/log";
import { SeriesWindow } from "@/lib/series-window";
import type { OwnEvent } from "./types";

export interface OwnReadingsOptions {
	/** The distance of the steps that are remembered, and for how long. */
	stepMs: number;
	recentMs: number;
	/** Keeps numbers of one stream; resolves with why they are not kept, or `null`, and never rejects. */
	keep: (readings: OwnReading[]) => Promise<string | null>;
	/** What the history has of these series in a stretch of time. */
	read: (metrics: string[], from: number, to: number) => Promise<HistoryRange["series"]>;
	/** What is said of why they are not kept has changed. */
	onChange: () => void;
	log: Log;
}

/** The numbers of what is pushed: those of the last minutes, and the way into the history. */
export class OwnReadings {
	/** `<stream>.<field>` of the last minutes. */
	readonly recent: SeriesWindow;
	#options: OwnReadingsOptions;
	#waiting = new Map<string, OwnReading[]>();
	#notKept = new Map<string, string>();

	constructor(options: OwnReadingsOptions) {
		this.#options = options;
		this.recent = new SeriesWindow(Math.ceil(options.recentMs / options.stepMs) + 1, options.stepMs);
	}

	/** Why the numbers of this stream are not kept, `null` while they are. */
	whyNotKept(name: string): string | null {
		return this.#notKept.get(name) ?? null;
	}

	/** Takes in a push; it is kept at the next `flush`. */
	add(name: string, { time, ...values }: OwnEvent): void {
		const waiting = this.#waiting.get(name) ?? [];
		for (const [field, value] of Object.entries(values)) {
			if (typeof value !== "number") continue;
			const metric = `${name}.${field}`;
			this.recent.set(metric, time, value);
			waiting.push({ metric, time, value });
		}
		if (waiting.length > 0) this.#waiting.set(name, waiting);
	}

	/** Remembers what the history has of these series, up to now. */
	async recall(metrics: string[], now: number): Promise<void> {
		const { read, recentMs, log } = this.#options;
		if (metrics.length === 0) return;
		try {
			for (const { metric, points } of await read(metrics, now - recentMs, now)) {
				for (const [time, mean] of points) if (mean !== null) this.recent.set(metric, time, mean);
			}
		} catch (error) {
			log.warn("What was pushed in the last minutes cannot be had from the history.", error);
		}
	}

	/** Has kept what is not yet. */
	flush(): void {
		// By themselves, so that a stream of which there is no room in the history costs the others nothing.
		for (const [name, readings] of this.#waiting) void this.#keep(name, readings);
		this.#waiting.clear();
		this.recent.forget(this.recent.newest - this.#options.recentMs);
	}

	/** Keeps no more of this stream. */
	forget(name: string): void {
		this.#waiting.delete(name);
		this.#notKept.delete(name);
	}

	async #keep(name: string, readings: OwnReading[]): Promise<void> {
		const { keep, onChange, log } = this.#options;
		const reason = await keep(readings);
		if (this.whyNotKept(name) === reason) return;
		if (reason === null) {
			this.#notKept.delete(name);
			log.info(`What is pushed to ${name} is kept again.`);
		} else {
			this.#notKept.set(name, reason);
			log.warn(`What is pushed to ${name} is not kept: ${reason}`);
		}
		onChange();
	}
}
