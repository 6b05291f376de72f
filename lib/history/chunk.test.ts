import { describe, expect, it } from "vitest";
import { ChunkDamage, ChunkReader, encodeRaw, encodeRolled } from "./chunk";
import { createRandom, hostSeries, oddDoubles } from "./random.fixture";
import type { Rolled } from "./rolled";

const { NaN: unknown } = Number;
const empty = new Float64Array();
const seconds = (rows: number) => Float64Array.from({ length: rows }, (_, index) => 1.7e12 + index * 1_000);

function roundTrip(values: Float64Array, times = seconds(values.length)) {
	const reader = new ChunkReader(encodeRaw(times, [{ id: 5, values }]));
	expect(reader.times.every((time, index) => time === times[index])).toBe(true);
	expect(reader.times.length).toBe(times.length);
	expect(reader.ids).toEqual([5]);
	const decoded = reader.raw(5) as Float64Array;
	expect(decoded.length).toBe(values.length);
	// toEqual would take far longer for many.
	expect(values.every((value, index) => Object.is(value, decoded[index]))).toBe(true);
}

/** What rolling `width` values up to one gives. */
function roll(values: Float64Array, width: number): Rolled {
	const rows = Math.ceil(values.length / width);
	const [min, max, mean, last, count] = Array.from({ length: 5 }, () =>
		new Float64Array(rows).fill(unknown),
	) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
	for (let row = 0; row < rows; row++) {
		const known = values.slice(row * width, (row + 1) * width).filter((value) => !Number.isNaN(value));
		count[row] = known.length;
		if (known.length === 0) continue;
		min[row] = Math.min(...known);
		max[row] = Math.max(...known);
		mean[row] = known.reduce((sum, value) => sum + value, 0) / known.length;
		last[row] = known.at(-1) as number;
	}
	return { min, max, mean, last, count };
}

function expectRolled(buckets: Rolled) {
	const times = seconds(buckets.min.length);
	const decoded = new ChunkReader(encodeRolled(times, [{ id: 1, buckets }])).rolled(1) as Rolled;
	for (const name of ["min", "max", "last", "count"] as const) expect(decoded[name]).toEqual(buckets[name]);
	for (const [row, mean] of buckets.mean.entries()) {
		const lowest = buckets.min[row] as number;
		const highest = buckets.max[row] as number;
		const got = decoded.mean[row] as number;
		if (Number.isNaN(mean)) expect(got).toBeNaN();
		else if (lowest === highest) expect(Math.abs(got - mean)).toBeLessThanOrEqual(Math.abs(mean) * 1e-9);
		else {
			// The last term is the rounding of doubles themselves.
			const most = (highest - lowest) / 1_000 + Math.abs(highest) * 1e-15;
			expect(Object.is(got, mean) || Math.abs(got - mean) <= most).toBe(true);
			expect(got >= lowest && got <= highest).toBe(true);
		}
	}
}

describe("a chunk of single readings", () => {
	it("gives back every double: −0, the largest, the smallest, unknown ones, alone and together", () => {
		const { random } = createRandom(1);
		for (const value of oddDoubles) {
			roundTrip(Float64Array.of(value));
			roundTrip(Float64Array.of(value, value, 1, value));
		}
		for (let turn = 0; turn < 500; turn++) {
			const length = Math.floor(random() * 40);
			roundTrip(
				Float64Array.from({ length }, () => oddDoubles[Math.floor(random() * oddDoubles.length)] as number),
			);
		}
	});

	it("gives back random doubles, random decimals and runs of unknown ones", () => {
		const { random } = createRandom(2);
		for (let turn = 0; turn < 300; turn++) {
			const decimals = Math.floor(random() * 8);
			const size = 10 ** Math.floor(random() * 20 - 4);
			const isDecimal = random() < 0.7;
			let isUnknown = false;
			roundTrip(
				Float64Array.from({ length: Math.floor(random() * 300) }, () => {
					if (random() < 0.05) isUnknown = !isUnknown;
					const value = (random() - 0.5) * size;
					if (isUnknown) return unknown;
					return isDecimal ? Math.round(value * 10 ** decimals) / 10 ** decimals : value;
				}),
			);
		}
	});

	it("gives back what a host measures, in a hundred thousand rows", () => {
		for (const values of Object.values(hostSeries(2_000, 3))) roundTrip(values);
		const { share = empty, usedBytes = empty, unknownAtTimes = empty } = hostSeries(100_000, 4);
		for (const values of [share, usedBytes, unknownAtTimes]) roundTrip(values);
	});

	it("gives back nothing where there is nothing", () => {
		const chunk = new ChunkReader(encodeRaw(new Float64Array(), []));
		expect(chunk.times).toHaveLength(0);
		expect(chunk.ids).toEqual([]);
		expect(chunk.raw(1)).toBeNull();
		roundTrip(new Float64Array());
	});

	it("keeps times with gaps, and regular ones for next to nothing", () => {
		const times = seconds(3_600);
		expect(encodeRaw(times, []).length).toBeLessThan(40);
		roundTrip(
			new Float64Array(3_600),
			times.map((time, index) => (index < 2_000 ? time : time + 86_400_000)),
		);
	});

	it("takes at most two bytes for each number of a host, and half of that on average", () => {
		const rows = 1_800;
		const sizes = Object.entries(hostSeries(rows, 4)).map(([name, values]) => ({
			name,
			perNumber: encodeRaw(seconds(rows), [{ id: 1, values }]).length / rows,
		}));
		const mean = sizes.reduce((sum, { perNumber }) => sum + perNumber, 0) / sizes.length;
		// Rates over three powers of ten are the noisiest that there are.
		expect(sizes.filter(({ perNumber }) => perNumber > 2.05)).toEqual([]);
		expect(mean).toBeLessThan(0.8);
	});
});

describe("a chunk of rolled-up steps", () => {
	it("keeps each peak, low, last value and count, and the mean within a thousandth of their distance", () => {
		for (const values of Object.values(hostSeries(1_200, 5))) {
			for (const width of [1, 10, 60]) expectRolled(roll(values, width));
		}
	});

	it("keeps what is odd: infinite ones, −0, doubles that are not decimal, means out of line", () => {
		const { random } = createRandom(6);
		for (let turn = 0; turn < 300; turn++) {
			const pick = () => oddDoubles[Math.floor(random() * oddDoubles.length)] as number;
			const finite = Float64Array.from({ length: 60 }, pick).map((value) =>
				Number.isFinite(value) && Math.abs(value) < 1e300 ? value : 1,
			);
			expectRolled(roll(finite, 7));
		}
		const { POSITIVE_INFINITY: infinity } = Number;
		const odd: Rolled = {
			min: Float64Array.of(infinity, -infinity, 1, unknown, 1),
			max: Float64Array.of(infinity, infinity, 1, unknown, unknown),
			mean: Float64Array.of(infinity, 3, 7, unknown, 2),
			last: Float64Array.of(infinity, -infinity, 1, unknown, 4),
			count: Float64Array.of(1, 2, 3, 0, 5),
		};
		expect(new ChunkReader(encodeRolled(seconds(5), [{ id: 1, buckets: odd }])).rolled(1)).toEqual(odd);
	});

	it("takes at most two bytes for each number of a host", () => {
		const sizes = Object.entries(hostSeries(36_000, 7)).map(([name, values]) => {
			const buckets = roll(values, 10);
			return { name, perNumber: encodeRolled(seconds(3_600), [{ id: 1, buckets }]).length / (3_600 * 5) };
		});
		const mean = sizes.reduce((sum, { perNumber }) => sum + perNumber, 0) / sizes.length;
		expect(sizes.filter(({ perNumber }) => perNumber > 2)).toEqual([]);
		expect(mean).toBeLessThan(0.9);
	});
});

describe("a chunk that is not as it was written", () => {
	const series = Object.values(hostSeries(60, 8)).map((values, index) => ({ id: index + 1, values }));
	const bytes = encodeRaw(seconds(60), series);
	const readAll = (bytes: Uint8Array) => {
		const reader = new ChunkReader(bytes);
		for (const id of reader.ids) reader.raw(id);
	};

	it("is refused wherever it was cut off", () => {
		for (let end = 0; end < bytes.length; end++) {
			expect(() => readAll(bytes.subarray(0, end))).toThrow(ChunkDamage);
		}
		expect(() => readAll(Uint8Array.of(...bytes, 0))).toThrow(ChunkDamage);
	});

	it("is refused whichever bit flipped", () => {
		for (let bit = 0; bit < bytes.length * 8; bit++) {
			const damaged = bytes.slice();
			damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
			expect(() => readAll(damaged)).toThrow(ChunkDamage);
		}
	});

	it("is refused when it is anything else", () => {
		const { random } = createRandom(9);
		for (let turn = 0; turn < 5_000; turn++) {
			const noise = Uint8Array.from({ length: Math.floor(random() * 200) }, () => random() * 256);
			expect(() => readAll(noise)).toThrow(ChunkDamage);
		}
	});

	it("still gives the series that are whole", () => {
		const damaged = bytes.slice();
		damaged[bytes.length - 1] = (damaged[bytes.length - 1] as number) ^ 1;
		const reader = new ChunkReader(damaged);
		expect(reader.raw(1)).toEqual(series[0]?.values);
		expect(() => reader.raw(series.length)).toThrow(
			`the checksum of its series ${series.length} is another one`,
		);
	});

	it("is not taken for one of the other kind", () => {
		expect(() => new ChunkReader(bytes).rolled(1)).toThrow(TypeError);
	});
});
