import { describe, expect, it, vi } from "vitest";
import { createPressureCollector, encodePressure, parseStall } from "./pressure";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });
const line = (kind: string, percent: string) =>
	`${kind} avg10=${percent} avg60=1.00 avg300=0.07 total=203344221\n`;
const both = (some: string, full: string) => line("some", some) + line("full", full);

describe("pressure", () => {
	it("does not take a number for whole at which the file was cut off", () => {
		expect(parseStall("some avg10=1.00 avg60=1.00 avg300=1", "some")).toBeNull();
		expect(parseStall(both("1.00", "2.00").slice(0, -50), "full")).toBeNull();
	});

	it("turns percent into shares, and never exceeds all of the time", () => {
		expect(parseStall(both("12.34", "100.01"), "some")).toEqual({
			avg10: 0.1234,
			avg60: 0.01,
			avg300: 0.0007,
		});
		expect(parseStall(both("12.34", "100.01"), "full")).toMatchObject({ avg10: 1 });
	});

	it("finds the averages by their names", () => {
		const text = "some new=7 avg5=9.00 avg10=1.00 avg60=2.00 avg120=9.00 avg300=3.00 total=1 more=2\n";
		expect(parseStall(text, "some")).toEqual({ avg10: 0.01, avg60: 0.02, avg300: 0.03 });
	});

	it("says which of its files is damaged, and reads the others", () => {
		const pressure = encodePressure(at(1), {
			cpu: both("5.00", "0.00"),
			memory: "",
			io: line("some", "7.00"),
		});
		expect(pressure).toMatchObject({
			time: 1_000,
			cpu: { some: { avg10: 0.05 } },
			memory: { some: { avg10: null } },
			io: { some: { avg10: 0.07 }, full: { avg10: null, avg60: null, avg300: null } },
		});
		expect(Object.keys(pressure.missing ?? {})).toHaveLength(9);
		expect(pressure.missing).toMatchObject({ "io.full.avg10": "could not be read" });
	});
});

describe("the collector", () => {
	const failing = (code: string) => () => {
		throw new Error(`it cannot be read (${code})`, { cause: Object.assign(new Error(code), { code }) });
	};
	const create = (read: () => string) => {
		const close = vi.fn();
		return { close, collector: createPressureCollector("/proc/pressure", () => ({ read, close })) };
	};

	it.each(["ENOENT", "ENOTSUP"])(
		"says why a kernel without it, or with psi=0 (%s), tells nothing, and seldom asks it again",
		(code) => {
			const read = vi.fn<() => string>(failing(code));
			const { collector } = create(read);
			expect(collector.collect(at(1))).toMatchObject({
				time: 1_000,
				io: { full: { avg10: null } },
				missing: { "": expect.stringMatching(/Linux 4\.20.*psi=1/) },
			});
			read.mockReturnValue(both("5.00", "0.00"));
			expect(collector.collect(at(60))).toMatchObject({ time: 60_000, missing: { "": expect.any(String) } });
			expect(read).toHaveBeenCalledTimes(1);
			expect(collector.collect(at(61))).toMatchObject({ cpu: { some: { avg10: 0.05 } } });
		},
	);

	it("fails when its files may not be read, and closes them all", () => {
		const { collector, close } = create(failing("EACCES"));
		expect(() => collector.collect(at(1))).toThrow("it cannot be read (EACCES)");
		collector.close?.();
		expect(close).toHaveBeenCalledTimes(3);
	});
});
