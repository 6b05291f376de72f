import { expect, it } from "vitest";
import type { Parameter } from "@/lib/jobs/types";
import { makeKey, readMistakes, readTyped } from "./jobs-form";

const clock = { timeOf: (local: number) => local - 3_600_000 };
const read = (parameter: Partial<Parameter> & Pick<Parameter, "type">, text: string) =>
	readTyped({ name: "p", title: "P", ...parameter } as Parameter, { text }, clock);

it("sends what was typed as its type, and nothing where the task's own default holds", () => {
	expect(read({ type: "number" }, " 4.5 ")).toBe(4.5);
	expect(read({ type: "number" }, "")).toBeUndefined();
	expect(read({ type: "text" }, "  a; $(b)\t")).toBe("  a; $(b)\t");
	expect(read({ type: "text", default: "x" }, "")).toBeUndefined();
	expect(read({ type: "text" }, "")).toBe("");
	expect(read({ type: "metrics" }, "cpu, memory.usedBytes  load")).toEqual([
		"cpu",
		"memory.usedBytes",
		"load",
	]);
	expect(read({ type: "time" }, "2026-11-20T04:00")).toBe(Date.UTC(2026, 10, 20, 3));
	expect(read({ type: "directory" }, "/var/log")).toBe("/var/log");
});

it("leaves a time that the clocks never show to the server, which says what is wrong", () => {
	const never = { timeOf: () => null };
	const parameter = { name: "p", title: "P", type: "time" } as Parameter;
	expect(readTyped(parameter, { text: "2026-03-29T02:30" }, never)).toBe("2026-03-29T02:30");
});

it("finds the field of each mistake that the server names, and keeps the rest", () => {
	const said = 'parameters.from: expected a time, got "x"\nto: expected a number\nThe queue is full: wait.';
	expect(readMistakes(said, ["from", "to"])).toEqual({
		byName: { from: 'expected a time, got "x"', to: "expected a number" },
		rest: "The queue is full: wait.",
	});
});

it("makes keys that are never the same", () => {
	expect(new Set(Array.from({ length: 100 }, makeKey)).size).toBe(100);
	expect(makeKey()).toMatch(/^[0-9a-f]{24}$/);
});
