import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import type { ByteReader, ByteWriter } from "./varint";

const repeated = 0;
const plain = 1;
const deflated = 2;
/** Such a share of bytes is left by counting them where looking for what comes again is not worth its time. */
const noisy = 0.6;

/** Writes bytes as what is smallest: one that is repeated, as they are, or deflated. */
export function writePlane(writer: ByteWriter, bytes: Uint8Array): void {
	const first = bytes[0] ?? 0;
	if (bytes.every((byte) => byte === first)) {
		writer.varint(repeated);
		writer.byte(first);
		return;
	}
	const small = deflate(bytes);
	if (small.length + 1 >= bytes.length) {
		writer.varint(plain);
		writer.write(bytes);
		return;
	}
	writer.varint(deflated + small.length);
	writer.write(small);
}

/** Reads so many bytes; throws an Error where they are not there. */
export function readPlane(reader: ByteReader, length: number): Uint8Array {
	const kind = reader.varint();
	if (kind === repeated) return new Uint8Array(length).fill(reader.byte());
	if (kind === plain) return reader.read(length);
	const bytes = inflateRawSync(reader.read(kind - deflated), {
		maxOutputLength: Math.max(1, length),
		chunkSize: chunkSize(length),
	});
	if (bytes.length !== length) throw new RangeError(`expected ${length} bytes, got ${bytes.length}`);
	return bytes;
}

/**
 * Writes the planes of whole numbers from 0 to 2⁵³ − 1, their lowest bytes first, then the next ones: the noise stays in
 * the plane of the lowest, and the others deflate to little.
 */
export function writeNumbers(writer: ByteWriter, planes: readonly Uint8Array[]): void {
	writer.byte(planes.length);
	for (const plane of planes) writePlane(writer, plane);
}

/** Reads so many numbers of `writeNumbers`. */
export function readNumbers(reader: ByteReader, length: number): Float64Array {
	const width = reader.byte();
	if (width > 7) throw new RangeError(`expected at most 7 bytes in a number, got ${width}`);
	const numbers = new Float64Array(length);
	for (let factor = 1, left = width; left > 0; left--, factor *= 256) {
		addPlane(numbers, readPlane(reader, length), factor);
	}
	return numbers;
}

function addPlane(numbers: Float64Array, plane: Uint8Array, factor: number): void {
	for (let index = 0; index < numbers.length; index++) {
		numbers[index] = (numbers[index] as number) + (plane[index] as number) * factor;
	}
}

/** About how many bits these planes take once written. */
export function estimateBits(planes: readonly Uint8Array[]): number {
	return planes.reduce((sum, plane) => sum + entropy(plane), 0);
}

/** The bytes of whole numbers, one plane for each place. */
export function toPlanes(numbers: Float64Array): Uint8Array[] {
	const planes: Uint8Array[] = [];
	let largest = 0;
	for (let index = 0; index < numbers.length; index++) {
		if ((numbers[index] as number) > largest) largest = numbers[index] as number;
	}
	for (let factor = 1; largest >= 1; largest /= 256, factor *= 256) planes.push(planeOf(numbers, factor));
	return planes;
}

function planeOf(numbers: Float64Array, factor: number): Uint8Array {
	const plane = new Uint8Array(numbers.length);
	for (let index = 0; index < numbers.length; index++) {
		// What is stored is the lowest byte of the whole number.
		plane[index] = Math.floor((numbers[index] as number) / factor);
	}
	return plane;
}

function entropy(bytes: Uint8Array): number {
	const counts = new Uint32Array(256);
	for (let index = 0; index < bytes.length; index++) {
		const byte = bytes[index] as number;
		counts[byte] = (counts[byte] as number) + 1;
	}
	let bits = 0;
	for (let byte = 0; byte < 256; byte++) {
		const count = counts[byte] as number;
		if (count > 0) bits += count * Math.log2(bytes.length / count);
	}
	return bits;
}

function deflate(bytes: Uint8Array): Uint8Array {
	const options = { chunkSize: chunkSize(bytes.length), windowBits: 13, memLevel: 7 };
	// Rare values far apart: telling where they came before costs more than telling them.
	const counted = deflateRawSync(bytes, { ...options, strategy: constants.Z_HUFFMAN_ONLY });
	// Noise, of which nothing comes again.
	if (counted.length > bytes.length * noisy) return counted;
	const matched = deflateRawSync(bytes, options);
	return counted.length < matched.length ? counted : matched;
}

/** zlib fills and drops a buffer of this size in each call. */
function chunkSize(length: number): number {
	return Math.min(16_384, length + 64);
}
