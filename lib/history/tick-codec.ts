import { ByteReader, ByteWriter, fromZigzag, toZigzag } from "./varint";

const version = 1;
const keyRow = 1;

const unchanged = 0;
const unknown = 1;
/** A double follows, as it is. */
const asItIs = 2;
/** From here on the series counts in ten-thousandths; the difference follows. */
const finer = 3;
/** And from this one on it is a difference in the series' unit. */
const differences = 4;

const fine = 10_000;
const largest = 2 ** 50;

/** What both sides know of each series after a row. */
class Series {
	value = Number.NaN;
	/** The newest value that was told as a difference, in units of 1 / `scale`. */
	steps = 0;
	scale = 1;
}

/**
 * Turns ticks into rows that hold only what changed: one byte for each value that did not. Each row needs those before
 * it, back to a key row: the first one, and each whose list of ids is another. Where a row was not kept, begin with a
 * new encoder. Every double comes back as it was; of `NaN` there is one.
 */
export class TickEncoder {
	#ids: readonly number[] | null = null;
	#series: Series[] = [];

	encode(ids: readonly number[], values: Float64Array): Uint8Array {
		if (ids.length !== values.length) {
			throw new RangeError(`values: expected ${ids.length}, got ${values.length}`);
		}
		const writer = new ByteWriter(ids.length * 2 + 16);
		if (this.#ids && isSame(this.#ids, ids)) writer.byte(version << 1);
		else {
			writer.byte((version << 1) | keyRow);
			writeIds(writer, ids);
			this.#series = Array.from(ids, () => new Series());
		}
		this.#ids = ids;
		for (const [index, series] of this.#series.entries()) write(writer, series, values[index] as number);
		return writer.take();
	}
}

/** Reads the rows of a `TickEncoder`, in their order. Throws a RangeError for one that is not whole, or without its key row. */
export class TickDecoder {
	#ids: readonly number[] | null = null;
	#series: Series[] = [];

	/** `ids` is the same list until a key row. */
	decode(bytes: Uint8Array): { ids: readonly number[]; values: Float64Array } {
		const reader = new ByteReader(bytes);
		const head = reader.byte();
		if (head >> 1 !== version) throw new RangeError(`row: expected version ${version}, got ${head >> 1}`);
		if (head & keyRow) {
			this.#ids = readIds(reader);
			this.#series = this.#ids.map(() => new Series());
		}
		const ids = this.#ids;
		if (!ids) throw new RangeError("row: expected a key row first");
		const values = new Float64Array(ids.length);
		for (const [index, series] of this.#series.entries()) values[index] = read(reader, series);
		if (reader.left > 0) throw new RangeError(`row: ${reader.left} bytes too long`);
		return { ids, values };
	}
}

function write(writer: ByteWriter, series: Series, value: number): void {
	if (Object.is(value, series.value)) {
		writer.varint(unchanged);
		return;
	}
	series.value = value;
	if (Number.isNaN(value)) {
		writer.varint(unknown);
		return;
	}
	const before = series.steps;
	let scale = series.scale;
	let steps = stepsOf(value, scale);
	if (Number.isNaN(steps) && scale === 1) {
		scale = fine;
		steps = stepsOf(value, scale);
		// Where the series cannot go over to the finer unit, this value alone is told apart.
		if (Math.abs(before) * fine > largest) steps = Number.NaN;
	}
	if (Number.isNaN(steps)) {
		writer.varint(asItIs);
		writer.double(value);
		return;
	}
	const difference = toZigzag(steps - (scale === series.scale ? before : before * fine));
	if (scale === series.scale) writer.varint(differences + difference);
	else {
		writer.varint(finer);
		writer.varint(difference);
	}
	series.steps = steps;
	series.scale = scale;
}

function read(reader: ByteReader, series: Series): number {
	const token = reader.varint();
	if (token === unchanged) return series.value;
	if (token === unknown) series.value = Number.NaN;
	else if (token === asItIs) series.value = reader.double();
	else {
		if (token === finer) {
			if (series.scale === fine) throw new RangeError("row: a series that is fine already gets finer");
			series.steps *= fine;
			series.scale = fine;
		}
		series.steps += fromZigzag(token === finer ? reader.varint() : token - differences);
		series.value = series.steps / series.scale;
	}
	return series.value;
}

/** The value in steps of 1 / `scale`, `NaN` where that is not exact. */
function stepsOf(value: number, scale: number): number {
	const steps = Math.round(value * scale);
	const isExact = Math.abs(steps) <= largest && steps / scale === value && !Object.is(value, -0);
	return isExact ? steps : Number.NaN;
}

function writeIds(writer: ByteWriter, ids: readonly number[]): void {
	writer.varint(ids.length);
	let before = 0;
	for (const id of ids) {
		writer.varint(toZigzag(id - before));
		before = id;
	}
}

function readIds(reader: ByteReader): number[] {
	const count = reader.varint();
	// Each takes a byte and more, so that damage cannot ask for more memory than there are bytes.
	if (count > reader.left) throw new RangeError("row: ends in the middle");
	let id = 0;
	return Array.from({ length: count }, () => {
		id += fromZigzag(reader.varint());
		return id;
	});
}

function isSame(ids: readonly number[], others: readonly number[]): boolean {
	return ids === others || (ids.length === others.length && ids.every((id, index) => id === others[index]));
}
