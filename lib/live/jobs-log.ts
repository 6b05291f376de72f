import type { Words } from "@/lib/job-words";
import { AnsiReader, type Piece } from "./jobs-ansi";

/** One line as it is shown: a message of several lines has several. */
export interface LogLine {
	/** The number of its message, from 1 on. */
	seq: number;
	time: number;
	source: "stdout" | "stderr" | "hostbeat";
	/** Lines of one message after its first say neither time nor source again. */
	isFirst: boolean;
	text: string;
	pieces: Piece[];
	/** It stands in place of lines that were left out. */
	isGap: boolean;
}

/** A message as the stream tells it. */
export interface LogMessage {
	seq: number;
	time: number;
	source: LogLine["source"];
	text: string;
	key?: Exclude<Words, { text: string }>["key"];
}

/** So many lines are together: a part of the log that is full never changes again. */
export const chunkLines = 200;
/** More than so many are not held: the download has all. */
const mostLines = 50_000;
const gaps = new Set<string | undefined>(["linesLeftOut", "lineCut"]);

/** What a job has said, as lines in parts; those that are full keep their identity for as long as they are held. */
export class JobLog {
	#readers = { stdout: new AnsiReader(), stderr: new AnsiReader(), hostbeat: new AnsiReader() };
	#chunks: LogLine[][] = [];
	#lines = 0;
	#dropped = 0;
	#newest = 0;

	/** In their order, the oldest first. */
	get chunks(): readonly (readonly LogLine[])[] {
		return this.#chunks;
	}

	/** How many lines are held. */
	get lines(): number {
		return this.#lines;
	}

	/** The number of the newest message, 0 before the first. */
	get newest(): number {
		return this.#newest;
	}

	/** How many older ones were let go. */
	get dropped(): number {
		return this.#dropped;
	}

	/** Takes in what it says next; what it has said already is passed over. */
	add({ seq, time, source, text, key }: LogMessage): void {
		if (seq <= this.#newest) return;
		this.#newest = seq;
		for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
			const read = this.#readers[source].read(line);
			this.#push({ seq, time, source, isFirst: index === 0, isGap: gaps.has(key), ...read });
		}
	}

	#push(line: LogLine): void {
		const last = this.#chunks.at(-1);
		if (last && last.length < chunkLines) this.#chunks[this.#chunks.length - 1] = [...last, line];
		else this.#chunks.push([line]);
		this.#lines++;
		if (this.#lines <= mostLines) return;
		const oldest = this.#chunks.shift()?.length ?? 0;
		this.#lines -= oldest;
		this.#dropped += oldest;
	}
}
