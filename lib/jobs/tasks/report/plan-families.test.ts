import { expect, test } from "vitest";
import { planFamilies } from "./plan-families";

const plan = (names: string[], sizes: Record<string, number> = {}) =>
	planFamilies(names, (metric) => sizes[metric] ?? 0);

test("a device whose name holds dots and slashes is one device", () => {
	const [family] = plan(["filesystem./srv/v1.2/a.usedBytes", "filesystem./srv/v1.2/a.totalBytes"]);
	expect(family?.charts).toEqual([
		{
			label: { name: "/srv/v1.2/a" },
			lines: [
				{
					metric: "filesystem./srv/v1.2/a.usedBytes",
					label: { name: "/srv/v1.2/a", field: "filesystem.usedBytes" },
				},
			],
			reference: {
				metric: "filesystem./srv/v1.2/a.totalBytes",
				label: { name: "/srv/v1.2/a", field: "filesystem.totalBytes" },
			},
		},
	]);
});

test("of many devices the largest are told, and how many are not", () => {
	const names = Array.from({ length: 30 }, (_, index) => `network.veth${index}.receivedBytesPerSecond`);
	const sizes = Object.fromEntries(names.map((name, index) => [name, index]));
	const [family] = plan(names, sizes);
	expect(family?.charts.map(({ label }) => label.name)).toEqual(["veth29", "veth28", "veth27"]);
	expect([family?.rows.length, family?.leftOut]).toEqual([8, 22]);
});

test("what Hostbeat does not measure is somebody's own, whatever it is called", () => {
	const families = plan(["stock.ACME", "cpuish.utilization", "cpu.utilization", "diskHealth.sda.celsius"]);
	expect(families.map(({ id }) => id)).toEqual(["cpu", "own"]);
	expect(families[1]?.rows.map(({ metric }) => metric)).toEqual(["cpuish.utilization", "stock.ACME"]);
});

test("there is nothing of what is not kept", () => {
	expect(plan([])).toEqual([]);
	expect(plan(["load.one"]).map(({ id, rows }) => [id, rows.length])).toEqual([["load", 1]]);
});
