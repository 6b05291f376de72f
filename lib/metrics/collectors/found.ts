/** What had to be looked for: kept, and looked for anew after `everyMs` or once it is told to be gone. */
export class Found<T> {
	#find: () => Promise<T>;
	#everyMs: number;
	#kept: { what: T; atMs: number } | null = null;

	constructor(everyMs: number, find: () => Promise<T>) {
		this.#find = find;
		this.#everyMs = everyMs;
	}

	/** What is there, `onNew` being called where it was looked for; rejects, and looks again at the next call, where it cannot be found out. */
	async get(nowMs: number, onNew?: () => void): Promise<T> {
		if (this.#kept && nowMs - this.#kept.atMs < this.#everyMs) return this.#kept.what;
		this.#kept = null;
		const what = await this.#find();
		this.#kept = { what, atMs: nowMs };
		onNew?.();
		return what;
	}

	/** Has it looked for at the next call. */
	forget(): void {
		this.#kept = null;
	}
}
