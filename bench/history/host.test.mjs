// @ts-check
import { expect, test } from "vitest";
import { SyntheticHost } from "./host.mjs";
import { CONSTANTS, METRICS } from "./metrics.mjs";

const HOUR = 3_600;
const began = Date.UTC(2026, 2, 4, 12);

/** @param {number} seed */
function readHour(seed) {
	const host = new SyntheticHost(seed);
	return Array.from({ length: HOUR }, (_, second) => host.next(began + second * 1_000));
}

const hour = readHour(7);

test("it does not flatter: sixty series, of which only those said to be constant are", () => {
	const isConstant = METRICS.map((_, at) => hour.every((values) => values[at] === hour[0]?.[at]));
	expect(METRICS).toHaveLength(60);
	expect(METRICS.filter((name, at) => isConstant[at] && !/blocked|inode/.test(name))).toEqual(CONSTANTS);
});

test("the same seed gives the same readings, another one others", () => {
	expect(readHour(7)).toEqual(hour);
	expect(readHour(8)).not.toEqual(hour);
});

test("the readings have the grain of a host's: four decimals, pages, whole bytes", () => {
	const of = (/** @type {string} */ name) =>
		hour.map((values) => values[METRICS.indexOf(name)] ?? Number.NaN);
	expect(of("cpu.utilization").every((share) => share >= 0 && share <= 1)).toBe(true);
	expect(of("cpu.utilization").every((share) => Math.round(share * 1e4) / 1e4 === share)).toBe(true);
	expect(of("memory.usedBytes").every((bytes) => bytes % 4_096 === 0)).toBe(true);
	expect(of("network.eth0.receivedBytesPerSecond").every(Number.isInteger)).toBe(true);
	expect(of("disk.sda.awaitMs").some(Number.isNaN), "nothing is known of a second without an operation").toBe(
		true,
	);
});
