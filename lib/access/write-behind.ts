import { createLog } from "@/lib/log";

const log = createLog("access");
const retryMs = 60_000;

/** Writes down what is true in memory: at once what must not be lost, and seldom what may. */
export class WriteBehind {
	#write: () => void;
	#afterMs: number;
	#timer: NodeJS.Timeout | null = null;
	#hasFailed = false;

	constructor(write: () => void, afterMs: number) {
		this.#write = write;
		this.#afterMs = afterMs;
	}

	/** Never throws: what cannot be written holds in memory, and is tried again. */
	now(): void {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
		try {
			this.#write();
			if (this.#hasFailed) log.info("Sessions and tokens are kept again.");
			this.#hasFailed = false;
		} catch (error) {
			if (!this.#hasFailed)
				log.error("Sessions and tokens cannot be kept: a restart would forget the changes", error);
			this.#hasFailed = true;
			this.#schedule(retryMs);
		}
	}

	/** Together with all else that changes within the time. */
	soon(): void {
		if (!this.#timer) this.#schedule(this.#afterMs);
	}

	/** Writes what waits. */
	close(): void {
		if (!this.#timer) return;
		this.now();
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
	}

	#schedule(ms: number): void {
		this.#timer = setTimeout(() => this.now(), ms);
		this.#timer.unref();
	}
}
