import { sizeOf } from "./size-of";
import type { JobMessage, JobStore } from "./types";

const pageLength = 500;
const mostBytes = 16 * 1_024 * 1_024;

interface Page {
	messages: Promise<JobMessage[]>;
	bytes: number;
}

/**
 * Reads what jobs said by pages that all viewers share: each is read once at a time, however many ask for it, and kept
 * for a while. Without that, viewers that leave before they were answered would leave a queue of questions behind that
 * only grows, as each of them asks again.
 */
export class MessagePages {
	#store: Pick<JobStore, "messages">;
	/** The one that was asked for last comes last. */
	#pages = new Map<string, Page>();
	#bytes = 0;

	constructor(store: Pick<JobStore, "messages">) {
		this.#store = store;
	}

	/** See JobStore.messages. */
	async read(id: string, after: number, limit: number): Promise<JobMessage[]> {
		const number = Math.floor(after / pageLength);
		const key = `${id} ${number}`;
		const page = this.#pages.get(key) ?? this.#fetch(key, id, number);
		if (this.#pages.delete(key)) this.#pages.set(key, page);
		const messages = await page.messages;
		return messages.filter(({ seq }) => seq > after).slice(0, limit);
	}

	#fetch(key: string, id: string, number: number): Page {
		const page: Page = { messages: this.#readWhole(id, number), bytes: 0 };
		this.#pages.set(key, page);
		page.messages.then(
			(messages) => {
				// Of one that is not full more may have come by the next time.
				if (messages.at(-1)?.seq !== (number + 1) * pageLength) this.#pages.delete(key);
				// It may have been given up for another meanwhile.
				else if (this.#pages.get(key) === page) this.#keep(page, messages);
			},
			() => this.#pages.delete(key),
		);
		return page;
	}

	async #readWhole(id: string, number: number): Promise<JobMessage[]> {
		const end = (number + 1) * pageLength;
		const all: JobMessage[] = [];
		for (let after = number * pageLength; after < end; after = all.at(-1)?.seq ?? end) {
			const some = await this.#store.messages(id, after, end - after);
			if (some.length === 0) break;
			all.push(...some);
		}
		return all;
	}

	#keep(page: Page, messages: JobMessage[]): void {
		page.bytes = messages.reduce((sum, message) => sum + sizeOf(message), 0);
		this.#bytes += page.bytes;
		for (const [key, oldest] of this.#pages) {
			if (this.#bytes <= mostBytes) return;
			this.#bytes -= oldest.bytes;
			this.#pages.delete(key);
		}
	}
}
