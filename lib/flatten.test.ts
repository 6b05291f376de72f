import { expect, it } from "vitest";
import { flatten, isWithin } from "./flatten";

it("names numbers by their path, and the members of a list by name, mount or position", () => {
	const visited: [string, number | null][] = [];
	const visit = (metric: string, value: number | null) => visited.push([metric, value]);
	flatten("cpu", { time: 1, utilization: 0.5, missing: {}, cores: [{ user: 0.1 }, { user: null }] }, visit);
	flatten("network", { time: 1, interfaces: [{ name: "eth0.7", sentBytesPerSecond: 3 }] }, visit);
	flatten("filesystem", { time: 1, mounts: [{ mount: "/var", type: "ext4", usedBytes: 4 }] }, visit);
	flatten("pressure", { time: 1, io: { some: { avg10: 0.2 } }, limit: undefined }, visit);
	flatten("process", { time: 1, total: 9, processes: [{ name: "sh", utilization: 0.1 }] }, visit);
	expect(visited).toEqual([
		["cpu.utilization", 0.5],
		["cpu.cores.0.user", 0.1],
		["cpu.cores.1.user", null],
		["network.eth0.7.sentBytesPerSecond", 3],
		["filesystem./var.usedBytes", 4],
		["pressure.io.some.avg10", 0.2],
		["process.total", 9],
	]);
});

it("makes no series of words, not even where they are not known", () => {
	const visited: string[] = [];
	const containers = [{ name: "web", kind: "docker", image: null, tasks: null }];
	flatten("container", { time: 1, containers }, (metric) => visited.push(metric));
	flatten("battery", { time: 1, batteries: [{ name: "BAT0", status: null }] }, (metric) =>
		visited.push(metric),
	);
	flatten("diskHealth", { time: 1, disks: [{ name: "sda", model: null }] }, (metric) => visited.push(metric));
	expect(visited).toEqual(["container.web.tasks"]);
});

it("takes a name for the beginning of another at a dot only", () => {
	expect(isWithin("disk.sda.readBytesPerSecond", "disk.sda")).toBe(true);
	expect(isWithin("disk.sdaa.readBytesPerSecond", "disk.sda")).toBe(false);
	expect(isWithin("load.one", "load.one")).toBe(true);
});
