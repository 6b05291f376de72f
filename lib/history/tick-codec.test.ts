import { describe, expect, it } from "vitest";
import { createRandom, oddDoubles } from "./random.fixture";
import { TickDecoder, TickEncoder } from "./tick-codec";

const ids = [1, 2, 3];

function roundTrip(rows: (readonly [readonly number[], readonly number[]])[]) {
	const encoder = new TickEncoder();
	const decoder = new TickDecoder();
	for (const [ids, values] of rows) {
		const decoded = decoder.decode(encoder.encode(ids, Float64Array.from(values)));
		expect(decoded.ids).toEqual(ids);
		// toEqual tells 0 from −0 here, which `===` does not.
		expect(Array.from(decoded.values)).toEqual(values);
	}
}

describe("ticks as rows", () => {
	it("give back every double: −0, the largest, the smallest, what is not known, and from each to each", () => {
		const { random } = createRandom(1);
		const pick = () => oddDoubles[Math.floor(random() * oddDoubles.length)] as number;
		roundTrip(Array.from({ length: 3_000 }, () => [ids, [pick(), pick(), pick()]] as const));
	});

	it("give back random doubles and random decimals", () => {
		const { random } = createRandom(2);
		const value = () => {
			const wide = (random() - 0.5) * 10 ** Math.floor(random() * 30 - 10);
			const decimals = Math.floor(random() * 6);
			return random() < 0.5 ? wide : Math.round(wide * 10 ** decimals) / 10 ** decimals;
		};
		roundTrip(Array.from({ length: 2_000 }, () => [ids, [value(), value(), value()]] as const));
	});

	it("begin anew where a series comes or goes, also where there is none", () => {
		roundTrip([
			[[], []],
			[[7], [1]],
			[[7], [1]],
			[
				[9, 7],
				[2, 1],
			],
			[[7], [0.5]],
			[[], []],
		]);
	});

	it("take about a byte for each value of a quiet host", () => {
		const { random } = createRandom(3);
		const encoder = new TickEncoder();
		const ids = Array.from({ length: 100 }, (_, index) => index + 1);
		const values = new Float64Array(100);
		let bytes = 0;
		for (let second = 0; second < 600; second++) {
			for (let index = 0; index < 100; index++) {
				if (random() < 0.75) continue;
				// A share, a number of pages, a rate: a third each.
				if (index % 3 === 0) values[index] = Math.round(random() * 500) / 10_000;
				if (index % 3 === 1) values[index] = 4_096 * Math.round(2_000_000 + random() * 100);
				if (index % 3 === 2) values[index] = Math.round(random() * 5_000);
			}
			const { length } = encoder.encode(ids, values);
			if (second > 0) bytes += length;
		}
		expect(bytes / 599).toBeLessThan(140);
	});

	it("list the same ids by identity until they are others", () => {
		const encoder = new TickEncoder();
		const decoder = new TickDecoder();
		const first = decoder.decode(encoder.encode([1], Float64Array.of(1)));
		const second = decoder.decode(encoder.encode([1], Float64Array.of(2)));
		expect(second.ids).toBe(first.ids);
	});

	it("are refused without the key row that they build on", () => {
		const encoder = new TickEncoder();
		encoder.encode(ids, Float64Array.of(1, 2, 3));
		const row = encoder.encode(ids, Float64Array.of(1, 2, 4));
		expect(() => new TickDecoder().decode(row)).toThrow("row: expected a key row first");
	});

	it("are refused when cut off, and whatever is damaged neither hangs nor asks for all memory", () => {
		const { random } = createRandom(4);
		const row = new TickEncoder().encode(ids, Float64Array.of(0.25, Math.PI, 1e9));
		for (let end = 0; end < row.length; end++) {
			expect(() => new TickDecoder().decode(row.subarray(0, end))).toThrow(RangeError);
		}
		for (let turn = 0; turn < 5_000; turn++) {
			const damaged = row.slice();
			damaged[Math.floor(random() * row.length)] = Math.floor(random() * 256);
			try {
				expect(new TickDecoder().decode(damaged).values.length).toBeLessThanOrEqual(row.length);
			} catch (error) {
				expect(error).toBeInstanceOf(RangeError);
			}
		}
	});
});
