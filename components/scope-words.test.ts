import { describe, expect, it } from "vitest";
import type { Environment, StateEvents, StateName } from "@/lib/metrics/types";
import { describeEnvironment, explainScope, readScope } from "./scope-words";

const GiB = 1024 ** 3;
const readings = (events: object) => ({
	get: <N extends StateName>(name: N) => (events as Partial<StateEvents>)[name],
});
const environment: Environment = {
	kind: "container",
	runtime: "docker",
	cores: 2,
	hostCores: 16,
	memoryBytes: GiB / 2,
	hostMemoryBytes: 64 * GiB,
	evidence: "/.dockerenv",
};
const container = { system: { environment } };

describe("the line of what the host is seen from within", () => {
	it.each([
		[{}, "Container (Docker): 2 of 16 cores, 512 MiB of 64 GiB"],
		[{ cores: 0.5, hostCores: 1 }, "Container (Docker): 0.5 of 1 core, 512 MiB of 64 GiB"],
		[{ runtime: "other", cores: 16 }, "Container: all 16 cores, 512 MiB of 64 GiB"],
		[{ hostCores: null, hostMemoryBytes: null }, "Container (Docker): 2 cores, 512 MiB"],
		[{ cores: null, memoryBytes: null }, "Container (Docker)"],
		[{ kind: "cgroup", runtime: null, cores: 1.25 }, "Control group: 1.25 of 16 cores, 512 MiB of 64 GiB"],
		[{ cores: 0.125 }, "Container (Docker): 0.125 of 16 cores, 512 MiB of 64 GiB"],
		[{ cores: 2 / 3 }, "Container (Docker): 0.667 of 16 cores, 512 MiB of 64 GiB"],
		[{ kind: "host" }, ""],
	])("says what of the host may be used: %j", (change, expected) => {
		expect(describeEnvironment({ ...environment, ...change } as Environment)).toBe(expected);
	});

	it("says nothing before it is known", () => {
		expect(describeEnvironment(null)).toBe("");
		expect(describeEnvironment(undefined)).toBe("");
	});
});

describe("whose the numbers are", () => {
	it("is never said to be the host where the reading says otherwise", () => {
		const cpu = { scope: "container", cores: [], limit: { cores: 0.5, hostCores: 16 } };
		expect(readScope(readings({ cpu }), "cpu")).toBe("container");
		expect(explainScope(readings({ cpu }), "cpu")).toBe(
			"Percent of 0.5 cores, which this container may use; the host has 16",
		);
	});

	it.each([
		[
			"memory",
			{ memory: { scope: "cgroup", totalBytes: GiB, limit: { hostBytes: 64 * GiB } } },
			"Of 1 GiB, which this control group may use; the host has 64 GiB",
		],
		[
			"memory",
			{ memory: { scope: "container", totalBytes: GiB, limit: { hostBytes: null } } },
			"Of 1 GiB, which this container may use; how much the host has is hidden here",
		],
		["memory", { memory: { totalBytes: 64 * GiB } }, "Of all memory of the host: 64 GiB"],
		[
			"memory",
			{ memory: { scope: "container", totalBytes: null } },
			"Of this container only, not of the whole host",
		],
		["cpu", { cpu: { cores: [{}, {}] } }, "Percent of all that the host has: 2 cores"],
		["cpu", { cpu: { scope: "container", cores: [] } }, "Of this container only, not of the whole host"],
		["network", { network: { scope: "container" } }, "The network of this container, not that of the host"],
		[
			"filesystem",
			{ filesystem: { scope: "container" } },
			"What is mounted in this container, not all of the host",
		],
		["process", { process: { scope: "container" } }, "Of this container only, not of the whole host"],
		["load", { load: {}, ...container }, "Of the whole host around this container"],
		["load", { load: {} }, "Of the whole host"],
	] as const)("and of what they are taken is said in a sentence: %s of %j", (event, events, expected) => {
		expect(explainScope(readings(events), event)).toBe(expected);
	});

	it("is not said of what is no host's, nor before the first reading", () => {
		for (const event of ["clock", "host", "self", "cpu"] as const) {
			expect(readScope(readings({ clock: {}, host: {}, self: {} }), event)).toBe("");
			expect(explainScope(readings({ clock: {}, host: {}, self: {} }), event)).toBe("");
		}
	});
});
