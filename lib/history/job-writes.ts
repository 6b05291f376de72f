import type { JobWrite } from "./protocol";

/** Keeps writes, and resolves once that is done; rejects where they are to be told to another. */
export type KeepWrites = (writes: JobWrite[]) => Promise<void>;

interface Entry {
	/** `null` for one that only waits for its turn. */
	write: JobWrite | null;
	done: () => void;
}

/** So many are kept at once: ticks wait for them. */
const mostMessages = 2_000;
const hangsMs = 5_000;

/** Hands writes on in their order, all that wait at once. */
export class JobWrites {
	#keep: KeepWrites | null = null;
	#waiting: Entry[] = [];
	#running: Entry[] = [];
	#timer: NodeJS.Timeout | undefined;
	#hangs = false;
	#ended = Promise.resolve();

	/** Whether what was handed on is not answered: nobody waits for it then. */
	get hangs(): boolean {
		return this.#hangs;
	}

	/** Resolves once nobody is at work on any. */
	get idle(): Promise<void> {
		return this.#ended;
	}

	/** Who keeps them from now on; `null` while nobody can. */
	handTo(keep: KeepWrites | null): void {
		this.#keep = keep;
		this.#next();
	}

	/** Resolves once all so far are kept, or it takes too long. */
	push(write: JobWrite | null): Promise<void> {
		return new Promise((done) => {
			this.#waiting.push({ write, done });
			if (this.#hangs) done();
			this.#next();
		});
	}

	/** All that nobody has kept yet, oldest first, which then waits no more. */
	take(): JobWrite[] {
		const all = this.#waiting;
		this.#waiting = [];
		for (const { done } of [...this.#running, ...all]) done();
		return all.flatMap(({ write }) => write ?? []);
	}

	#next(): void {
		const keep = this.#keep;
		if (!keep || this.#running.length > 0 || this.#waiting.length === 0) return;
		const batch = this.#waiting.splice(0, this.#countNext());
		this.#running = batch;
		this.#timer = setTimeout(() => this.#setHangs(), hangsMs).unref();
		const writes = batch.flatMap(({ write }) => write ?? []);
		this.#ended = (writes.length > 0 ? keep(writes) : Promise.resolve()).then(
			() => {
				for (const { done } of batch) done();
				this.#end();
			},
			() => {
				this.#waiting.unshift(...batch);
				// Whoever failed is asked no more.
				if (this.#keep === keep) this.#keep = null;
				this.#end();
			},
		);
	}

	#end(): void {
		clearTimeout(this.#timer);
		this.#hangs = false;
		this.#running = [];
		this.#next();
	}

	#setHangs(): void {
		this.#hangs = true;
		for (const { done } of [...this.#running, ...this.#waiting]) done();
	}

	#countNext(): number {
		let messages = 0;
		const over = this.#waiting.findIndex(({ write }) => {
			messages += write?.type === "append" ? write.messages.length : 1;
			return messages > mostMessages;
		});
		return over === -1 ? this.#waiting.length : Math.max(1, over);
	}
}
