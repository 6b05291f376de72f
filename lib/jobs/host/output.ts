import type { Readable } from "node:stream";
import type { ProgressForm } from "../types";
import { type Line, Lines } from "./lines";
import { createReadProgress, PatternTooSlow, type Reading, type ReadProgress } from "./progress";
import { type Source, Teller, type TellerOptions } from "./teller";

interface OutputOptions extends Omit<TellerOptions, "onRoom"> {
	progress: ProgressForm;
}

interface Entry {
	source: Source;
	line: Line;
	reading: Reading | null;
}

/** Reads what the processes of a job write, no faster than it may be told: whoever writes more has to wait. */
export class Output {
	readonly teller: Teller;
	#now: () => number;
	#readProgress: ReadProgress;
	#streams = new Map<Readable, () => void>();
	/** Read and not told yet, from `#next` on; no more than was in one read of each stream. */
	#entries: Entry[] = [];
	#next = 0;
	#timer: NodeJS.Timeout | null = null;
	#readAt: number;

	constructor({ progress, now = () => performance.now(), ...options }: OutputOptions) {
		this.#now = now;
		this.teller = new Teller({ ...options, now, onRoom: () => this.#goOn() });
		this.#readProgress = createReadProgress(progress);
		this.#readAt = now();
	}

	/** Nobody can write any more, and all was told. */
	get isEnded(): boolean {
		return this.#streams.size === 0 && this.#next === this.#entries.length;
	}

	/** For so long nobody has written, though it would have been read. */
	get quietMs(): number {
		return this.#isHeld ? 0 : this.#now() - this.#readAt;
	}

	/** Reads it line by line until it ends. */
	attach(stream: Readable, source: "stdout" | "stderr"): void {
		const lines = new Lines();
		this.#streams.set(stream, () => this.#take(lines.end(), source));
		stream.on("data", (chunk: Buffer) => {
			this.#readAt = this.#now();
			const found = lines.read(chunk);
			this.#take(found, source);
			this.#hold(this.teller.allowance.pace(chunk.length, found.length));
		});
		stream.once("close", () => this.#end(stream));
		// It ends with it, which is all there is to know of it.
		stream.once("error", () => {});
		this.#goOn();
	}

	/** Reads on without a wait, as somebody waits for the end now. */
	stopHolding(): void {
		this.teller.allowance.stopHolding();
		this.#release();
	}

	/** Reads no more, and tells all that is still to be told. */
	close(): void {
		for (const stream of [...this.#streams.keys()]) {
			this.#end(stream);
			stream.destroy();
		}
		this.teller.allowance.stopHolding();
		while (this.#next < this.#entries.length) this.#tellNext();
		if (this.#timer) clearTimeout(this.#timer);
		this.teller.close();
	}

	get #isHeld(): boolean {
		return this.#timer !== null || this.teller.isFull;
	}

	#end(stream: Readable): void {
		const end = this.#streams.get(stream);
		this.#streams.delete(stream);
		end?.();
	}

	#take(lines: Line[], source: Source): void {
		if (lines.length === 0) return;
		const readings = this.#read(lines);
		for (const [index, line] of lines.entries()) {
			this.#entries.push({ source, line, reading: readings[index] ?? null });
		}
		this.#goOn();
	}

	#read(lines: Line[]): ReturnType<ReadProgress> {
		try {
			return this.#readProgress(lines);
		} catch (error) {
			if (!(error instanceof PatternTooSlow)) throw error;
			this.#readProgress = createReadProgress({ kind: "exit" });
			this.teller.note({ key: "patternTooSlow", parameters: {} });
			return [];
		}
	}

	#goOn(): void {
		while (!this.#isHeld && this.#next < this.#entries.length) {
			this.#tellNext();
			this.#hold(this.teller.allowance.hold());
		}
		const isDone = this.#next === this.#entries.length;
		if (isDone) {
			this.#entries = [];
			this.#next = 0;
		}
		const maySpeak = isDone && !this.#isHeld;
		if (maySpeak) this.#readAt = this.#now();
		for (const stream of this.#streams.keys()) maySpeak ? stream.resume() : stream.pause();
	}

	#tellNext(): void {
		const { source, line, reading } = this.#entries[this.#next++] as Entry;
		if (reading)
			this.teller.progress(reading.progress, reading.message === null ? null : { text: reading.message });
		if (line.cutBytes > 0) this.teller.note({ key: "lineCut", parameters: { bytes: line.cutBytes } });
		else if (!reading || reading.isLog) this.teller.say(source, { text: line.text });
	}

	#hold(ms: number): void {
		if (ms <= 0 || this.#timer) return;
		this.#timer = setTimeout(() => this.#release(), ms);
		for (const stream of this.#streams.keys()) stream.pause();
	}

	#release(): void {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
		this.#goOn();
	}
}
