import { describe, expect, it } from "vitest";
import { createRandom } from "../random.fixture";
import { uncovered } from "./masks";

const layer = (from: number, until: number, source: string) => ({ from, until, source });

describe("uncovered", () => {
	it("lets a newer stretch cover all older ones, over three clocks set back", () => {
		const layers = [
			layer(10, 20, "fourth"),
			layer(15, 40, "third"),
			layer(30, 60, "second"),
			layer(0, 100, "first"),
		];
		expect(uncovered(layers, 5, 90)).toEqual([
			layer(5, 10, "first"),
			layer(10, 20, "fourth"),
			layer(20, 40, "third"),
			layer(40, 60, "second"),
			layer(60, 90, "first"),
		]);
	});

	it("leaves out what nobody tells of", () => {
		expect(uncovered([layer(10, 20, "a"), layer(30, 40, "b")], 0, 35)).toEqual([
			layer(10, 20, "a"),
			layer(30, 35, "b"),
		]);
		expect(uncovered([layer(10, 20, "a")], 20, 10)).toEqual([]);
	});

	it("tells of each moment what the newest layer over it tells, by chance", () => {
		const { random } = createRandom(7);
		for (let round = 0; round < 300; round++) {
			const layers = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, source) => {
				const from = Math.floor(random() * 50);
				return { from, until: from + Math.floor(random() * 30), source };
			});
			const pieces = uncovered(layers, 5, 60);
			for (let time = 5; time < 60; time++) {
				const expected = layers.find(({ from, until }) => from <= time && time < until)?.source;
				const told = pieces.filter(({ from, until }) => from <= time && time < until);
				expect(told.map(({ source }) => source)).toEqual(expected === undefined ? [] : [expected]);
			}
		}
	});
});
