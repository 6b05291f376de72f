import { checksum } from "./checksum";
import { readColumn, writeColumn } from "./column";
import { type Rolled, readRolled, writeRolled } from "./rolled";
import { ByteReader, ByteWriter, fromZigzag, toZigzag } from "./varint";

const version = 1;
const kinds = ["raw", "rolled"] as const;
/** More rows than any tier has in a chunk, so that damage cannot ask for all memory. */
const mostRows = 2 ** 22;
const checksumBytes = 4;

/** A chunk is not what was written. */
export class ChunkDamage extends Error {
	override name = "ChunkDamage";
}

/** Series that share their times in one blob: every double comes back as it was; of `NaN`, which is unknown, there is one. */
export function encodeRaw(times: Float64Array, series: { id: number; values: Float64Array }[]): Uint8Array {
	return encode("raw", times, series, (writer, { values }) => {
		requireRows(values, times);
		writeColumn(writer, values);
	});
}

/** Rolled-up series that share their times in one blob; see `writeRolled` for how exact they are. */
export function encodeRolled(times: Float64Array, series: { id: number; buckets: Rolled }[]): Uint8Array {
	return encode("rolled", times, series, (writer, { buckets }) => {
		for (const column of Object.values(buckets)) requireRows(column, times);
		writeRolled(writer, buckets);
	});
}

/** Reads a chunk, and of it only the series that are asked for. Throws a `ChunkDamage` for what is not as it was written. */
export class ChunkReader {
	readonly kind: (typeof kinds)[number];
	readonly times: Float64Array;
	readonly ids: number[] = [];
	#sections = new Map<number, Uint8Array>();

	constructor(bytes: Uint8Array) {
		const { reader, kind, rows, lengths } = readDirectory(bytes);
		this.kind = kind;
		for (const { id, length } of lengths) {
			this.ids.push(id);
			this.#sections.set(id, reader.read(length));
		}
		const times = this.#sections.get(timesId) ?? new Uint8Array();
		this.#sections.delete(timesId);
		this.ids.shift();
		this.times = open(times, "times", (section) => readColumn(section, rows));
	}

	/** `null` for a series that is not in it. Throws a TypeError for a rolled-up chunk. */
	raw(id: number): Float64Array | null {
		return this.#read("raw", id, readColumn);
	}

	/** `null` for a series that is not in it. Throws a TypeError for a chunk of single readings. */
	rolled(id: number): Rolled | null {
		return this.#read("rolled", id, readRolled);
	}

	#read<T>(kind: string, id: number, read: (section: ByteReader, rows: number) => T): T | null {
		if (kind !== this.kind) throw new TypeError(`a ${this.kind} chunk is not ${kind}`);
		const bytes = this.#sections.get(id);
		return bytes ? open(bytes, `series ${id}`, (section) => read(section, this.times.length)) : null;
	}
}

/** The times come first, as if they were a series. */
const timesId = -1;

function encode<T extends { id: number }>(
	kind: (typeof kinds)[number],
	times: Float64Array,
	series: T[],
	write: (writer: ByteWriter, one: T) => void,
): Uint8Array {
	if (times.length > mostRows)
		throw new RangeError(`times: expected at most ${mostRows}, got ${times.length}`);
	const sections = new ByteWriter(4_096);
	const directory = new ByteWriter();
	directory.byte((version << 4) | kinds.indexOf(kind));
	directory.varint(times.length);
	directory.varint(series.length);
	let before = timesId;
	const add = (id: number, fill: (writer: ByteWriter) => void) => {
		const section = new ByteWriter(times.length + 64);
		fill(section);
		const bytes = section.take();
		sections.write(checked(bytes));
		directory.varint(toZigzag(id - before));
		directory.varint(bytes.length);
		before = id;
	};
	add(timesId, (writer) => writeColumn(writer, times));
	for (const one of series) add(one.id, (writer) => write(writer, one));
	const bytes = new ByteWriter(directory.length + sections.length + 16);
	bytes.varint(directory.length);
	bytes.write(checked(directory.take()));
	bytes.write(sections.take());
	return bytes.take();
}

function readDirectory(bytes: Uint8Array) {
	const reader = new ByteReader(bytes);
	const length = whole(() => reader.varint() + checksumBytes);
	return open(
		whole(() => reader.read(length)),
		"directory",
		(directory) => {
			const head = directory.byte();
			const kind = kinds[head & 15];
			if (head >> 4 !== version || !kind) throw new RangeError(`has an unknown kind ${head}`);
			const rows = directory.varint();
			const count = directory.varint() + 1;
			if (rows > mostRows || count > directory.left) throw new RangeError("promises more than it can hold");
			let id = timesId;
			let sum = 0;
			const lengths = Array.from({ length: count }, () => {
				id += fromZigzag(directory.varint());
				const length = directory.varint() + checksumBytes;
				sum += length;
				return { id, length };
			});
			if (sum !== reader.left) throw new RangeError(`promises ${sum} bytes where there are ${reader.left}`);
			return { reader, kind, rows, lengths };
		},
	);
}

function requireRows(values: Float64Array, times: Float64Array): void {
	if (values.length !== times.length) {
		throw new RangeError(`values: expected ${times.length}, got ${values.length}`);
	}
}

function checked(bytes: Uint8Array): Uint8Array {
	const all = new Uint8Array(bytes.length + checksumBytes);
	new DataView(all.buffer).setUint32(0, checksum(bytes));
	all.set(bytes, checksumBytes);
	return all;
}

/** Reads what `checked` wrote, to its end. */
function open<T>(all: Uint8Array, name: string, read: (reader: ByteReader) => T): T {
	const bytes = all.subarray(checksumBytes);
	const { buffer, byteOffset, length } = all;
	if (length < checksumBytes || new DataView(buffer, byteOffset).getUint32(0) !== checksum(bytes)) {
		throw new ChunkDamage(`chunk: the checksum of its ${name} is another one`);
	}
	return whole(() => {
		const reader = new ByteReader(bytes);
		const value = read(reader);
		if (reader.left > 0) throw new RangeError(`its ${name} has ${reader.left} bytes too many`);
		return value;
	});
}

function whole<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw new ChunkDamage(`chunk: ${(error as Error).message}`, { cause: error });
	}
}
