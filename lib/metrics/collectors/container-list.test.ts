import { expect, it } from "vitest";
import type { Container } from "../types";
import { listContainers } from "./container-list";

const service = (index: number, utilization: number): Container => ({
	...{ name: `service-${index}`, cgroup: `/system.slice/${index}`, kind: "service", image: null },
	...{ utilization, limitCores: 1, usedBytes: index, limitBytes: 100, throttledUtilization: 0, oomKills: 0 },
	...{ readBytesPerSecond: 0, writtenBytesPerSecond: 0, tasks: 1 },
});
const list = (utilizationOf: (index: number) => number) => {
	const told = Array.from({ length: 20 }, (_, index) => ({
		container: service(index, utilizationOf(index)),
		reasons: {},
	}));
	return listContainers(1, told, 20).containers.map(({ name }) => name);
};

it("lists the same services at each reading as long as none of them does anything, and a busy one before them", () => {
	const quiet = list((index) => (index % 2) / 1_000);
	expect(list((index) => ((index + 1) % 2) / 1_000)).toEqual(quiet);
	expect(list((index) => (index === 0 ? 0.5 : 0))).toContain("service-0");
	expect(quiet).not.toContain("service-0");
});
