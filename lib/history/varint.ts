const doubleBytes = new Uint8Array(8);
const double = new DataView(doubleBytes.buffer);

/** Collects bytes: whole numbers in as few as they need, seven bits in each, and doubles. */
export class ByteWriter {
	#bytes: Uint8Array;
	#length = 0;

	constructor(capacity = 256) {
		this.#bytes = new Uint8Array(capacity);
	}

	get length(): number {
		return this.#length;
	}

	byte(value: number): void {
		this.#reserve(1);
		this.#bytes[this.#length++] = value;
	}

	/** A whole number from 0 to 2⁵³ − 1. */
	varint(value: number): void {
		this.#reserve(8);
		let rest = value;
		// The operators of bits know only 31 of them.
		for (; rest > 0x7fff_ffff; rest = Math.floor(rest / 128)) {
			this.#bytes[this.#length++] = (rest % 128) | 128;
		}
		for (; rest > 127; rest >>>= 7) this.#bytes[this.#length++] = (rest & 127) | 128;
		this.#bytes[this.#length++] = rest;
	}

	double(value: number): void {
		double.setFloat64(0, value, true);
		this.write(doubleBytes);
	}

	write(bytes: Uint8Array): void {
		this.#reserve(bytes.length);
		this.#bytes.set(bytes, this.#length);
		this.#length += bytes.length;
	}

	/** A copy of all that was written. */
	take(): Uint8Array {
		return this.#bytes.slice(0, this.#length);
	}

	#reserve(count: number): void {
		const needed = this.#length + count;
		if (needed <= this.#bytes.length) return;
		const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
		larger.set(this.#bytes.subarray(0, this.#length));
		this.#bytes = larger;
	}
}

/** Reads what a `ByteWriter` wrote; throws a RangeError where the bytes end too early. */
export class ByteReader {
	#bytes: Uint8Array;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	/** How many bytes are left. */
	get left(): number {
		return this.#bytes.length - this.#at;
	}

	byte(): number {
		const value = this.#bytes[this.#at];
		if (value === undefined) throw new RangeError("ends in the middle");
		this.#at++;
		return value;
	}

	/** Throws a RangeError also for what is no whole number below 2⁵³. */
	varint(): number {
		let byte = this.byte();
		if (byte < 128) return byte;
		let value = byte & 127;
		for (let factor = 128; byte > 127; factor *= 128) {
			byte = this.byte();
			value += (byte & 127) * factor;
			if (value > Number.MAX_SAFE_INTEGER) throw new RangeError("has a number that is too large");
		}
		return value;
	}

	double(): number {
		doubleBytes.set(this.read(8));
		return double.getFloat64(0, true);
	}

	/** The next bytes, in place. */
	read(count: number): Uint8Array {
		if (count > this.left) throw new RangeError("ends in the middle");
		this.#at += count;
		return this.#bytes.subarray(this.#at - count, this.#at);
	}
}

/** A whole number of less than 2⁵² on either side as one from 0: the nearer to 0, the smaller. */
export function toZigzag(value: number): number {
	return value < 0 ? -2 * value - 1 : 2 * value;
}

export function fromZigzag(value: number): number {
	const half = Math.floor(value / 2);
	return half * 2 === value ? half : -half - 1;
}
