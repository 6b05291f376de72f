/** Numbers the ticks of one life of the server: `<epoch>-<seq>`. */
export class Sequence {
	#seq = 0;

	constructor(readonly epoch: string) {}

	/** The number of the newest tick. */
	get seq(): number {
		return this.#seq;
	}

	/** The id of the newest tick. */
	get cursor(): string {
		return this.encode(this.#seq);
	}

	next(): number {
		return ++this.#seq;
	}

	encode(seq: number): string {
		return `${this.epoch}-${seq}`;
	}

	/** The number in an id of this life of the server, `null` for all else. */
	parse(id: string): number | null {
		const prefix = `${this.epoch}-`;
		const digits = id.startsWith(prefix) ? id.slice(prefix.length) : "";
		// Not Number alone, to which "" and " " are 0 and "1e2" is 100.
		if (!/^(0|[1-9]\d{0,14})$/.test(digits)) return null;
		return Number(digits) <= this.#seq ? Number(digits) : null;
	}
}
