import { cleanText } from "./clean-text";

/** A line of output. */
export interface Line {
	text: string;
	/** It ended by a lone CR, as those that programs write over and over; not known of one whose LF is yet to come. */
	isOverwritten: boolean;
	/** So many bytes of the line before this one were too many; then there is no text. */
	cutBytes: number;
}

/** So much of a line is kept. */
export const maxLineBytes = 16_384;

const lf = 0x0a;
const cr = 0x0d;

/**
 * Takes output apart into lines, as bytes: no LF or CR is ever a part of another character, and so characters that are
 * cut between two reads stay whole. A line that is too long is told when it is, and when it ends so is what is missing.
 */
export class Lines {
	#parts: Buffer[] = [];
	#bytes = 0;
	#cutBytes = 0;
	/** The last byte was a CR, which an LF may belong to; `line` is what stood before it. */
	#lastCr: { line: Line | null } | null = null;

	/** The lines that end in this. */
	read(chunk: Buffer): Line[] {
		const lines: Line[] = [];
		let start = 0;
		if (this.#lastCr && chunk.length > 0) {
			if (chunk[0] === lf) {
				start = 1;
				if (!this.#lastCr.line) lines.push({ text: "", isOverwritten: false, cutBytes: 0 });
			}
			this.#lastCr = null;
		}
		let nextLf = chunk.indexOf(lf, start);
		let nextCr = chunk.indexOf(cr, start);
		while (nextLf >= 0 || nextCr >= 0) {
			const isCr = nextCr >= 0 && (nextLf < 0 || nextCr < nextLf);
			const end = isCr ? nextCr : nextLf;
			const isCrLf = isCr && nextLf === end + 1;
			this.#add(chunk.subarray(start, end), lines);
			const line = this.#endLine(isCr && !isCrLf);
			if (line) lines.push(line);
			start = end + (isCrLf ? 2 : 1);
			if (isCr && !isCrLf && start === chunk.length) this.#lastCr = { line };
			if (nextLf >= 0 && nextLf < start) nextLf = chunk.indexOf(lf, start);
			if (nextCr >= 0 && nextCr < start) nextCr = chunk.indexOf(cr, start);
		}
		this.#add(chunk.subarray(start), lines);
		return lines;
	}

	/** What there is of a last line that does not end. */
	end(): Line[] {
		const line = this.#bytes > 0 || this.#cutBytes > 0 ? this.#endLine(false) : null;
		return line ? [line] : [];
	}

	#add(part: Buffer, lines: Line[]): void {
		if (part.length === 0) return;
		if (this.#cutBytes > 0) {
			this.#cutBytes += part.length;
			return;
		}
		const isTooLong = this.#bytes + part.length > maxLineBytes;
		// A copy, as a few bytes would otherwise keep all that was read with them in memory.
		this.#parts.push(Buffer.from(isTooLong ? part.subarray(0, maxLineBytes - this.#bytes) : part));
		this.#bytes += part.length;
		if (!isTooLong) return;
		const kept = withoutHalf(Buffer.concat(this.#parts));
		this.#cutBytes = this.#bytes - kept.length;
		lines.push({ text: decode(kept), isOverwritten: false, cutBytes: 0 });
		this.#parts = [];
	}

	#endLine(isOverwritten: boolean): Line | null {
		const text = this.#cutBytes > 0 ? "" : decode(Buffer.concat(this.#parts));
		const line = { text, isOverwritten, cutBytes: this.#cutBytes };
		this.#parts = [];
		this.#bytes = 0;
		this.#cutBytes = 0;
		// What is written over and over often begins and ends with CR.
		return isOverwritten && text === "" && line.cutBytes === 0 ? null : line;
	}
}

const decode = (bytes: Buffer) => cleanText(bytes.toString("utf8"));

// Where the cut goes through a character, it goes before it.
function withoutHalf(bytes: Buffer): Buffer {
	for (let back = 1; back <= 3; back++) {
		const byte = bytes[bytes.length - back] as number;
		if (byte < 0x80) break;
		if (byte >= 0xc0) {
			const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
			return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
		}
	}
	return bytes;
}
