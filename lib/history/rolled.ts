import { decimalsOf, readColumn, writeColumn } from "./column";
import type { ByteReader, ByteWriter } from "./varint";

/** What the steps of a series were rolled up to, a number for each; where `count` is 0 the others are `NaN`. */
export interface Rolled {
	min: Float64Array;
	max: Float64Array;
	mean: Float64Array;
	last: Float64Array;
	count: Float64Array;
}

/** So finely a mean is placed between the smallest and the largest: at most a thousandth of their distance off. */
const places = 500;

/** Each number is told from the smallest of its step. */
const related = 1;
/** Means are told by their place between the smallest and the largest. */
const placed = 2;
const decimalsShift = 4;

/**
 * Writes them so that min, max, last and count come back as they were, and the mean within a thousandth of max − min,
 * where that can be said of it.
 */
export function writeRolled(writer: ByteWriter, { min, max, mean, last, count }: Rolled): void {
	const decimals = [min, max, last].map(decimalsOf);
	const common = decimals.includes(null) ? null : Math.max(...(decimals as number[]));
	const isRelated = common !== null && isSameMask(min, max) && isSameMask(min, last);
	const place = placesOf({ min, max, mean });
	writer.byte((isRelated ? related | (common << decimalsShift) : 0) | (place ? placed : 0));
	writeColumn(writer, count);
	writeColumn(writer, min);
	const scale = 10 ** (common ?? 0);
	for (const column of [max, last]) {
		writeColumn(
			writer,
			isRelated ? column.map((value, index) => stepsBetween(min, value, index, scale)) : column,
		);
	}
	writeColumn(writer, place ?? mean);
}

/** Reads so many steps of `writeRolled`; throws an Error where they are not there. */
export function readRolled(reader: ByteReader, length: number): Rolled {
	const head = reader.byte();
	const scale = 10 ** (head >> decimalsShift);
	const count = readColumn(reader, length);
	const min = readColumn(reader, length);
	const [max, last] = [readColumn(reader, length), readColumn(reader, length)] as const;
	if (head & related) {
		for (let index = 0; index < length; index++) {
			const lowest = Math.round((min[index] as number) * scale);
			max[index] = (lowest + (max[index] as number)) / scale;
			last[index] = (lowest + (last[index] as number)) / scale;
		}
	}
	const mean = readColumn(reader, length);
	if (head & placed) {
		for (let index = 0; index < length; index++) {
			const lowest = min[index] as number;
			const highest = max[index] as number;
			const value = lowest + ((highest - lowest) * (mean[index] as number)) / places;
			mean[index] = Math.min(highest, value);
		}
	}
	return { min, max, mean, last, count };
}

function stepsBetween(min: Float64Array, value: number, index: number, scale: number): number {
	return Math.round(value * scale) - Math.round((min[index] as number) * scale);
}

/** `null` where a mean does not lie between the smallest and the largest, or cannot be placed there. */
function placesOf({ min, max, mean }: Pick<Rolled, "min" | "max" | "mean">): Float64Array | null {
	const all = new Float64Array(mean.length);
	for (let index = 0; index < mean.length; index++) {
		const lowest = min[index] as number;
		const distance = (max[index] as number) - lowest;
		const above = (mean[index] as number) - lowest;
		const unknown = [mean, min].filter((column) => Number.isNaN(column[index])).length;
		if (unknown > 0) {
			if (unknown === 1) return null;
			all[index] = Number.NaN;
			continue;
		}
		// A sum of many numbers, divided, is off by a little.
		const isAtLowest = distance === 0 && Math.abs(above) <= Math.abs(lowest) * 1e-9;
		const place = isAtLowest ? 0 : Math.round((above / distance) * places) || 0;
		if (!(distance < Number.POSITIVE_INFINITY && place >= 0 && place <= places)) return null;
		all[index] = place;
	}
	return all;
}

function isSameMask(one: Float64Array, other: Float64Array): boolean {
	return one.every((value, index) => Number.isNaN(value) === Number.isNaN(other[index]));
}
