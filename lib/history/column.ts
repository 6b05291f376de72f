import { estimateBits, readNumbers, readPlane, toPlanes, writeNumbers, writePlane } from "./planes";
import { type ByteReader, type ByteWriter, fromZigzag, toZigzag } from "./varint";

/** Nothing is known. */
const none = 0;
const constant = 1;
/** Whole multiples of a step above the smallest. */
const levels = 2;
/** Whole multiples of a step above or below the one before. */
const deltas = 3;
/** The bits that are others than in the one before. */
const bits = 4;

const masked = 8;
const mostDecimals = 6;
const largest = 2 ** 50;

/** Writes one series so that every double comes back as it was; of `NaN`, which is unknown, there is one. */
export function writeColumn(writer: ByteWriter, values: Float64Array): void {
	const known = knownOf(values);
	const mask = known.length === values.length || known.length === 0 ? 0 : masked;
	const body = encodeKnown(known);
	writer.byte(body.kind | mask | (body.decimals << 4));
	if (mask) writePlane(writer, maskOf(values));
	body.write(writer);
}

/** Reads so many values of `writeColumn`; throws an Error where they are not there. */
export function readColumn(reader: ByteReader, length: number): Float64Array {
	const head = reader.byte();
	if (!(head & masked)) return readKnown(reader, head, length);
	const mask = readPlane(reader, Math.ceil(length / 8));
	const isKnown = (index: number) => ((mask[index >> 3] as number) >> (index & 7)) & 1;
	let count = 0;
	for (let index = 0; index < length; index++) count += isKnown(index);
	const known = readKnown(reader, head, count);
	const values = new Float64Array(length);
	for (let index = 0, next = 0; index < length; index++) {
		values[index] = isKnown(index) ? (known[next++] as number) : Number.NaN;
	}
	return values;
}

/** The fewest decimals that all of the values have, `null` where they are no decimal numbers or too large. */
export function decimalsOf(values: Float64Array): number | null {
	let decimals = 0;
	let scale = 1;
	let farthest = 0;
	for (let index = 0; index < values.length; index++) {
		const value = values[index] as number;
		if (Number.isNaN(value)) continue;
		// What has few decimals has more of them as well, so that those before need no second look.
		while (Math.round(value * scale) / scale !== value || Object.is(value, -0)) {
			if (++decimals > mostDecimals) return null;
			scale *= 10;
		}
		farthest = Math.max(farthest, Math.abs(value));
	}
	return farthest * scale <= largest ? decimals : null;
}

function knownOf(values: Float64Array): Float64Array {
	for (let index = 0; index < values.length; index++) {
		if (Number.isNaN(values[index])) return values.filter((value) => !Number.isNaN(value));
	}
	return values;
}

function isConstant(values: Float64Array, first: number): boolean {
	for (let index = 1; index < values.length; index++) if (!Object.is(values[index], first)) return false;
	return true;
}

interface Body {
	kind: number;
	decimals: number;
	write: (writer: ByteWriter) => void;
}

function encodeKnown(values: Float64Array): Body {
	const first = values[0];
	if (first === undefined) return { kind: none, decimals: 0, write: () => {} };
	if (isConstant(values, first)) {
		return { kind: constant, decimals: 0, write: (writer) => writer.double(first) };
	}
	const decimals = decimalsOf(values);
	if (decimals === null) return { kind: bits, decimals: 0, write: (writer) => writeBits(writer, values) };
	const { steps, lowest } = toSteps(values, 10 ** decimals);
	const level = steps.slice();
	for (let index = 0; index < level.length; index++) level[index] = (level[index] as number) - lowest;
	const size = commonDivisor(level);
	if (size > 1)
		for (let index = 0; index < level.length; index++) level[index] = (level[index] as number) / size;
	const delta = level.slice(1);
	for (let index = 0; index < delta.length; index++) {
		delta[index] = toZigzag((delta[index] as number) - (level[index] as number));
	}
	const planes = [toPlanes(delta), toPlanes(level)] as const;
	const isDelta = estimateBits(planes[0]) < estimateBits(planes[1]);
	return {
		kind: isDelta ? deltas : levels,
		decimals,
		write: (writer) => {
			writer.varint(toZigzag(isDelta ? (steps[0] as number) : lowest));
			writer.varint(size);
			writeNumbers(writer, isDelta ? planes[0] : planes[1]);
		},
	};
}

function toSteps(values: Float64Array, scale: number) {
	const steps = new Float64Array(values.length);
	let lowest = Number.POSITIVE_INFINITY;
	for (let index = 0; index < values.length; index++) {
		const step = Math.round((values[index] as number) * scale);
		steps[index] = step;
		if (step < lowest) lowest = step;
	}
	return { steps, lowest };
}

function readKnown(reader: ByteReader, head: number, length: number): Float64Array {
	const kind = head & 7;
	if (kind === none) return new Float64Array(length).fill(Number.NaN);
	if (kind === constant) return new Float64Array(length).fill(reader.double());
	if (kind === bits) return readBits(reader, length);
	if (kind > bits) throw new RangeError(`expected a kind of column up to ${bits}, got ${kind}`);
	const base = fromZigzag(reader.varint());
	const size = reader.varint();
	const scale = 10 ** (head >> 4);
	if (kind === levels) {
		const values = readNumbers(reader, length);
		for (let index = 0; index < length; index++) {
			values[index] = (base + (values[index] as number) * size) / scale;
		}
		return values;
	}
	const numbers = readNumbers(reader, length - 1);
	const values = new Float64Array(length);
	let step = base;
	values[0] = step / scale;
	for (let index = 1; index < length; index++) {
		step += fromZigzag(numbers[index - 1] as number) * size;
		values[index] = step / scale;
	}
	return values;
}

/** Bits that are others than before, in eight planes: doubles of one size share the highest. */
function writeBits(writer: ByteWriter, values: Float64Array): void {
	const words = new Uint32Array(values.slice().buffer);
	for (let at = words.length - 1; at > 1; at--) words[at] = (words[at] as number) ^ (words[at - 2] as number);
	const bytes = new Uint8Array(words.buffer);
	for (let plane = 0; plane < 8; plane++) {
		writePlane(
			writer,
			Uint8Array.from(values, (_, index) => bytes[index * 8 + plane] as number),
		);
	}
}

function readBits(reader: ByteReader, length: number): Float64Array {
	const bytes = new Uint8Array(length * 8);
	for (let plane = 0; plane < 8; plane++) {
		const all = readPlane(reader, length);
		for (let index = 0; index < length; index++) bytes[index * 8 + plane] = all[index] as number;
	}
	const words = new Uint32Array(bytes.buffer);
	for (let at = 2; at < words.length; at++) words[at] = (words[at] as number) ^ (words[at - 2] as number);
	return new Float64Array(bytes.buffer);
}

function maskOf(values: Float64Array): Uint8Array {
	const mask = new Uint8Array(Math.ceil(values.length / 8));
	for (const [index, value] of values.entries()) {
		if (!Number.isNaN(value)) mask[index >> 3] = (mask[index >> 3] as number) | (1 << (index & 7));
	}
	return mask;
}

function commonDivisor(numbers: Float64Array): number {
	let divisor = 0;
	for (const number of numbers) {
		for (let rest = number; rest > 0; ) [divisor, rest] = [rest, divisor % rest];
		if (divisor === 1) break;
	}
	return divisor;
}
