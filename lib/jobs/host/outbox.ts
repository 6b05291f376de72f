import type { JobNews } from "../types";

/** Tells a batch; resolves when there is room for another. */
export type Send = (news: JobNews[]) => Promise<void>;

const everyMs = 50;
const maxNews = 2_000;
const maxCharacters = 256 * 1_024;

const charactersOf = (news: JobNews) =>
	news.kind === "log" && "text" in news.words ? news.words.text.length : 100;

/** Tells news in batches, twenty a second at the most, and the next when the one before has left. */
export class Outbox {
	#send: Send;
	#onRoom: () => void;
	#waiting: JobNews[] = [];
	#characters = 0;
	#timer: NodeJS.Timeout | null = null;
	#isSending = false;

	/** `onRoom` is called when it was full and is no more. */
	constructor(send: Send, onRoom: () => void) {
		this.#send = send;
		this.#onRoom = onRoom;
	}

	/** Who has a choice does not add to it now. */
	get isFull(): boolean {
		return this.#waiting.length >= maxNews || this.#characters >= maxCharacters;
	}

	add(news: JobNews): void {
		this.#waiting.push(news);
		this.#characters += charactersOf(news);
		this.#schedule();
	}

	/** Tells all that waits, at once. */
	close(): void {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
		this.#tell();
	}

	#schedule(): void {
		if (this.#isSending || this.#timer) return;
		this.#timer = setTimeout(() => {
			this.#timer = null;
			this.#isSending = true;
			void this.#tell().finally(() => {
				this.#isSending = false;
				if (this.#waiting.length > 0) this.#schedule();
			});
		}, everyMs);
	}

	#tell(): Promise<void> {
		if (this.#waiting.length === 0) return Promise.resolve();
		const wasFull = this.isFull;
		const sent = this.#send(this.#waiting);
		this.#waiting = [];
		this.#characters = 0;
		if (wasFull) this.#onRoom();
		return sent;
	}
}
