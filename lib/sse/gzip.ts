import { constants, deflateRawSync } from "node:zlib";

// One gzip stream (RFC 1952) out of blocks that many streams share: each block is deflated by itself up to a full
// flush, so that it may stand anywhere (RFC 1951, 3.2.4), and carries what the checksum at the end needs of it.

/** A piece of a gzip stream, and of the text that it decodes to: the CRC-32, the length, and what moves a CRC past it. */
export interface Block extends Checksum {
	bytes: Uint8Array;
	/** x^(8 × length) modulo the CRC's polynomial. */
	shift: number;
}

/** What a gzip stream ends with: the CRC-32 and the length of all that it decodes to. */
export interface Checksum {
	crc: number;
	length: number;
}

/** The ten bytes before the first block: deflate, no name, no time, an unknown system. */
export const gzipHeader = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
export const emptyChecksum: Checksum = { crc: 0, length: 0 };

const polynomial = 0xedb88320;
const one = 0x80000000;
const storedMost = 0xffff;

/** Deflates text for all streams it goes to. */
export function deflateBlock(text: Uint8Array): Block {
	// A copy: the result is a view of 16 KiB, which it would keep.
	const bytes = new Uint8Array(deflateRawSync(text, { finishFlush: constants.Z_FULL_FLUSH }));
	return toBlock(text, bytes);
}

/** Wraps text without deflating it: for a few bytes that go to one stream only, which would not be worth a deflater. */
export function storeBlock(text: Uint8Array): Block {
	const parts: Uint8Array[] = [];
	for (let from = 0; from < text.length; from += storedMost) {
		const part = text.subarray(from, from + storedMost);
		const [low, high] = [part.length & 0xff, part.length >> 8];
		parts.push(Uint8Array.of(0, low, high, ~low & 0xff, ~high & 0xff), part);
	}
	// The empty block that also ends a flush: without it Go's decoder, which stands in Caddy, keeps a stored block back
	// until the next one.
	parts.push(Uint8Array.of(0, 0, 0, 0xff, 0xff));
	return toBlock(text, concat(parts));
}

/** The checksum of what came before and a block after it. */
export function appendChecksum(before: Checksum, block: Block): Checksum {
	return {
		crc: (multiply(block.shift, before.crc) ^ block.crc) >>> 0,
		length: before.length + block.length,
	};
}

/** What ends a gzip stream: an empty last block and the checksum of all that came before. */
export function gzipTrailer({ crc, length }: Checksum): Uint8Array {
	const bytes = new Uint8Array(13);
	bytes.set([1, 0, 0, 0xff, 0xff]);
	const view = new DataView(bytes.buffer);
	view.setUint32(5, crc, true);
	view.setUint32(9, length % 2 ** 32, true);
	return bytes;
}

/** Joins bytes into one array. */
export function concat(parts: Uint8Array[]): Uint8Array {
	const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let offset = 0;
	for (const part of parts) {
		joined.set(part, offset);
		offset += part.length;
	}
	return joined;
}

function toBlock(text: Uint8Array, bytes: Uint8Array): Block {
	return { bytes, crc: crc32(text), length: text.length, shift: shiftBy(text.length) };
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
	let crc = byte;
	for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
	return crc;
});

// Node has one of its own from 20.15 on only.
function crc32(bytes: Uint8Array): number {
	let crc = ~0;
	for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
	return ~crc >>> 0;
}

/** The product of two polynomials over GF(2), bits reflected, modulo the CRC's (as zlib's `crc32_combine` does it). */
function multiply(a: number, b: number): number {
	let product = 0;
	for (let bit = one; bit !== 0 && (a & (bit | (bit - 1))) !== 0; bit >>>= 1) {
		if (a & bit) product ^= b;
		b = b & 1 ? (b >>> 1) ^ polynomial : b >>> 1;
	}
	return product >>> 0;
}

/** x^(8 × length): by squaring, from x^8 on. */
function shiftBy(length: number): number {
	let shift = one;
	let power = one >>> 8;
	for (let rest = length; rest > 0; rest = Math.floor(rest / 2)) {
		if (rest % 2 === 1) shift = multiply(power, shift);
		power = multiply(power, power);
	}
	return shift;
}
