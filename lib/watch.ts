const lingerMs = 10_000;

/**
 * Knows which of some things somebody looks at. Who stops still counts for ten seconds, so that a page that is loaded
 * anew changes nothing.
 */
export class Watch {
	#held = new Map<string, number>();
	#until = new Map<string, number>();
	#timer: NodeJS.Timeout | null = null;
	#told = "";
	#onChange: (names: string[]) => void;

	constructor(onChange: (names: string[]) => void) {
		this.#onChange = onChange;
	}

	/** Looks at all of `names` until the returned function is called. */
	hold(names: readonly string[]): () => void {
		for (const name of names) this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
		this.#tell();
		let isHeld = true;
		return () => {
			if (!isHeld) return;
			isHeld = false;
			for (const name of names) this.#held.set(name, (this.#held.get(name) as number) - 1);
			this.touch(names);
		};
	}

	/** Looks at all of `names` once. */
	touch(names: readonly string[]): void {
		const until = performance.now() + lingerMs;
		for (const name of names) this.#until.set(name, until);
		this.#timer ??= setTimeout(() => this.#expire(), lingerMs).unref();
		this.#tell();
	}

	close(): void {
		if (this.#timer) clearTimeout(this.#timer);
	}

	#expire(): void {
		this.#timer = null;
		const now = performance.now();
		for (const [name, until] of this.#until) if (until <= now) this.#until.delete(name);
		const next = Math.min(...this.#until.values());
		if (Number.isFinite(next)) this.#timer = setTimeout(() => this.#expire(), next - now + 1).unref();
		this.#tell();
	}

	#tell(): void {
		const held = [...this.#held].filter(([, count]) => count > 0).map(([name]) => name);
		const names = [...new Set([...held, ...this.#until.keys()])].sort();
		const key = names.join();
		if (key === this.#told) return;
		this.#told = key;
		this.#onChange(names);
	}
}
