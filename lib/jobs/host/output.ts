import type { Readable } from "node:stream";
import type { ProgressForm } from "../types";
import { type Line, Lines } from "./lines";
import { createReadProgress, PatternTooSlow, type ReadProgress } from "./progress";
import { type Source, Teller, type TellerOptions } from "./teller";

interface OutputOptions extends Omit<TellerOptions, "onRoom"> {
	progress: ProgressForm;
}

/** Reads what the processes of a job write, no faster than it may be told: whoever writes more has to wait. */
export class Output {
	readonly teller: Teller;
	#now: () => number;
	#readProgress: ReadProgress;
	#streams = new Map<Readable, () => void>();
	#timer: NodeJS.Timeout | null = null;
	#onEnd: (() => void) | null = null;
	#readAt: number;

	constructor({ progress, now = () => performance.now(), ...options }: OutputOptions) {
		this.#now = now;
		this.teller = new Teller({ ...options, now, onRoom: () => this.#resume() });
		this.#readProgress = createReadProgress(progress);
		this.#readAt = now();
	}

	/** Nobody can write any more, and all was read. */
	get isEnded(): boolean {
		return this.#streams.size === 0;
	}

	/** For so long nobody has written, though it would have been read. */
	get quietMs(): number {
		return this.#isHeld ? 0 : this.#now() - this.#readAt;
	}

	/** Reads it line by line until it ends. */
	attach(stream: Readable, source: "stdout" | "stderr"): void {
		const lines = new Lines();
		const end = () => {
			this.#streams.delete(stream);
			this.#take(lines.end(), source);
			if (this.isEnded) this.#onEnd?.();
		};
		this.#streams.set(stream, end);
		stream.on("data", (chunk: Buffer) => {
			this.#readAt = this.#now();
			this.#take(lines.read(chunk), source);
			this.#hold(this.teller.allowance.pace(chunk.length));
		});
		stream.once("close", () => this.#streams.get(stream)?.());
		// It ends with it, which is all there is to know of it.
		stream.once("error", () => {});
		if (this.#isHeld) stream.pause();
	}

	/** Calls when it is at its end. */
	onceEnded(listener: () => void): void {
		if (this.isEnded) listener();
		else this.#onEnd = listener;
	}

	/** Reads on without a wait, as somebody waits for the end now. */
	stopHolding(): void {
		this.teller.allowance.stopHolding();
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
		this.#resume();
	}

	/** Reads no more, and tells all that is still to be told. */
	close(): void {
		for (const [stream, end] of [...this.#streams]) {
			end();
			stream.destroy();
		}
		if (this.#timer) clearTimeout(this.#timer);
		this.teller.close();
	}

	get #isHeld(): boolean {
		return this.#timer !== null || this.teller.isFull;
	}

	#take(lines: Line[], source: Source): void {
		const readings = lines.length > 0 ? this.#read(lines) : [];
		for (const [index, { text, cutBytes }] of lines.entries()) {
			const reading = readings[index];
			const message = reading?.message ?? null;
			if (reading) this.teller.progress(reading.progress, message === null ? null : { text: message });
			if (cutBytes > 0) this.teller.note({ key: "lineCut", parameters: { bytes: cutBytes } });
			else if (!reading || reading.isLog) this.teller.say(source, { text });
		}
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

	#hold(ms: number): void {
		if (ms > 0 && !this.#timer) {
			this.#timer = setTimeout(() => {
				this.#timer = null;
				this.#resume();
			}, ms);
		}
		if (this.#isHeld) for (const stream of this.#streams.keys()) stream.pause();
	}

	#resume(): void {
		if (this.#isHeld) return;
		this.#readAt = this.#now();
		for (const stream of this.#streams.keys()) stream.resume();
	}
}
