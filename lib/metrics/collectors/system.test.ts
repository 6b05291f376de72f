import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Environment } from "../types";
import { SlowSource } from "./slow-source";
import { createSystemCollector } from "./system";
import { type PresentFacts, readLinuxFacts } from "./system-facts";

type Library = typeof import("systeminformation");

const at = { time: 1_000, monotonicMs: 0 };
const present: PresentFacts = {
	name: "vm",
	kernel: "6.18",
	architecture: "x64",
	cores: 2,
	bootTime: 1_000_000_000,
};

const unlimited: Environment = {
	kind: "host",
	runtime: null,
	cores: 2,
	hostCores: 2,
	memoryBytes: 2 ** 30,
	hostMemoryBytes: 2 ** 30,
	evidence: "nothing speaks for a container",
};
let environment = unlimited;

const answers = {
	osInfo: async () => ({ distro: "Debian GNU/Linux", release: "12" }),
	cpu: async () => ({ manufacturer: "AMD", brand: "EPYC" }),
	system: async () => ({ virtual: true, virtualHost: "KVM", model: "Container" }),
};

const collector = (library: object = answers, readFacts = () => present) =>
	createSystemCollector(new SlowSource(async () => library as Library), readFacts, () => environment);

beforeEach(() => {
	environment = unlimited;
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

describe("the collector of the system's facts", () => {
	it("tells the other facts when a program hangs, and that one once it answers", async () => {
		let answer: (value: object) => void = () => {};
		const osInfo = () =>
			new Promise((resolve) => {
				answer = resolve;
			});
		const system = collector({ ...answers, osInfo });
		const first = system.collect(at) as Promise<unknown>;
		await vi.advanceTimersByTimeAsync(4_000);
		expect(await first).toMatchObject({ name: "vm", os: null, missing: { os: "not answering" } });
		answer({ distro: "Debian", release: "12" });
		await vi.advanceTimersByTimeAsync(0);
		expect(await system.collect(at)).toMatchObject({ os: "Debian 12", cpuModel: "AMD EPYC" });
	});

	it("has nothing to say as long as nothing changed, also when the boot time trembles", async () => {
		let facts = present;
		const system = collector(answers, () => facts);
		expect(await system.collect(at)).toEqual({
			time: 1_000,
			environment,
			name: "vm",
			os: "Debian GNU/Linux 12",
			kernel: "6.18",
			architecture: "x64",
			cpuModel: "AMD EPYC",
			cores: 2,
			bootTime: 1_000_000_000,
			virtualization: "KVM",
		});
		facts = { ...present, bootTime: present.bootTime + 1_000 };
		expect(await system.collect(at)).toBeNull();
		facts = { ...present, name: "renamed", bootTime: present.bootTime - 1_000 };
		expect(await system.collect(at)).toMatchObject({ name: "renamed", bootTime: 1_000_000_000 });
		facts = { ...facts, bootTime: present.bootTime + 3_600_000 };
		expect(await system.collect(at)).toMatchObject({ bootTime: 1_003_600_000 });
	});

	it("tells anew when the limits around it were changed, and of nothing else", async () => {
		const system = collector();
		await system.collect(at);
		environment = { ...unlimited, kind: "cgroup", cores: 0.5 };
		expect(await system.collect(at)).toMatchObject({ environment: { kind: "cgroup", cores: 0.5 } });
		expect(await system.collect(at)).toBeNull();
	});

	it("does not pass on what stands for nothing in the answers", async () => {
		const empty = {
			osInfo: async () => ({ distro: "unknown", release: "unknown" }),
			cpu: async () => ({ manufacturer: "AMD", brand: "" }),
			system: async () => ({ virtual: false, virtualHost: "", model: "X570" }),
		};
		expect(await collector(empty).collect(at)).toMatchObject({
			os: null,
			cpuModel: "AMD",
			virtualization: null,
			missing: { os: "not told by this system", virtualization: "none found" },
		});
	});

	it("says why programs could not be asked, and asks them again later", async () => {
		let isBroken = true;
		const osInfo = async () => {
			if (isBroken) throw new Error("no such program");
			return answers.osInfo();
		};
		const system = collector({ ...answers, osInfo });
		expect(await system.collect(at)).toMatchObject({ os: null, missing: { os: "no such program" } });
		isBroken = false;
		const again = await system.collect(at);
		expect(again).toMatchObject({ os: "Debian GNU/Linux 12" });
		expect(again).not.toHaveProperty("missing.os");
	});
});

describe("readLinuxFacts", () => {
	const stat = "cpu  1\ncpu0 1\ncpu1 1\ncpu2 1\nbtime 1700000000\nprocesses 1\n";

	it("names the host by its own files, and not by those of the container that looks at it", () => {
		const root = mkdtempSync(join(tmpdir(), "host-"));
		mkdirSync(join(root, "etc"));
		writeFileSync(join(root, "etc/hostname"), "metal\n");
		writeFileSync(join(root, "etc/os-release"), 'NAME="x"\nPRETTY_NAME="Debian 12"\n');
		expect(readLinuxFacts(stat, root)).toMatchObject({ name: "metal", os: "Debian 12", cores: 3 });
		rmSync(root, { recursive: true });
		expect(readLinuxFacts(stat, root)).toMatchObject({ name: null, os: null });
		expect(readLinuxFacts(stat, null)).toMatchObject({ name: null, os: null });
	});

	it("has the boot time by the kernel, or else by the time it is up", () => {
		expect(readLinuxFacts(stat, "").bootTime).toBe(1_700_000_000_000);
		expect(readLinuxFacts("", "").bootTime).toBeGreaterThan(0);
		expect(readLinuxFacts("", "").cores).toBeGreaterThan(0);
	});
});
