import { expect, it } from "vitest";
import { parseLoad } from "./load";

const at = { time: 1_000, monotonicMs: 0 };
const stat = "cpu  1 2\ncpu0 1 2\ncpu1 1 2\nintr 1\nprocs_running 12\nprocs_blocked 0\n";

it("does not take a queue's length for whole at which the file was cut off", () => {
	expect(
		parseLoad(at, "0.5 0.4 0.3 1/85 5516\n", stat.slice(0, stat.indexOf("2\nprocs_blocked"))),
	).toMatchObject({
		runnable: null,
		blocked: null,
		missing: { runnable: "could not be read", blocked: "could not be read" },
	});
});

it("says what it could not read of damaged files", () => {
	const load = parseLoad(at, "0.5", "");
	expect(load).toMatchObject({ one: null, five: null, fifteen: null, cores: null });
	expect(Object.keys(load.missing ?? {})).toHaveLength(6);
});

it("reads the averages, the cores and the queues", () => {
	expect(parseLoad(at, "3.64 1.53 0.75 2/85 5516\n", stat)).toEqual({
		time: 1_000,
		one: 3.64,
		five: 1.53,
		fifteen: 0.75,
		cores: 2,
		runnable: 12,
		blocked: 0,
	});
});
