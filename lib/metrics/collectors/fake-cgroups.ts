import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { locateHost } from "./host-paths";

/** For tests: a host's `/proc` and `/sys` in a directory of their own. */
export class FakeHost {
	readonly root = mkdtempSync(join(tmpdir(), "host-"));
	readonly groups = join(this.root, "sys/fs/cgroup");

	constructor(cores = 4, memoryKib = 8 * 1024 * 1024) {
		const lines = Array.from({ length: cores }, (_, core) => `cpu${core} 1 0 1 9 0 0 0 0 0 0\n`);
		this.write("proc/stat", `cpu  4 0 4 36 0 0 0 0 0 0\n${lines.join("")}intr 0\n`);
		this.write("proc/meminfo", `MemTotal:       ${memoryKib} kB\nMemFree: 1 kB\n`);
		mkdirSync(join(this.root, "sys/class"), { recursive: true });
		mkdirSync(this.groups, { recursive: true });
	}

	get paths() {
		return locateHost(join(this.root, "proc"));
	}

	write(path: string, text: string): void {
		mkdirSync(dirname(join(this.root, path)), { recursive: true });
		writeFileSync(join(this.root, path), text);
	}

	/** Writes files of one group, below the root of the control groups. */
	group(path: string, files: Record<string, string>): void {
		mkdirSync(join(this.groups, path), { recursive: true });
		for (const [name, text] of Object.entries(files)) writeFileSync(join(this.groups, path, name), text);
	}

	/** The same as the kernel's version 2 has them, with every controller enabled. */
	v2(path: string, { usageUs = 0, ...others }: Partial<FakeGroup> = {}): void {
		const { quota, memoryMax, current, inactiveFile, oomKills, periods, throttled, io, tasks } = {
			...{ quota: "max 100000", memoryMax: "max", current: 0, inactiveFile: 0, oomKills: 0 },
			...{ periods: 0, throttled: 0, io: "", tasks: 1 },
			...others,
		};
		this.group(path, {
			"cpu.stat": `usage_usec ${usageUs}\nuser_usec ${usageUs}\nsystem_usec 0\nnr_periods ${periods}\nnr_throttled ${throttled}\nthrottled_usec 0\n`,
			"cpu.max": `${quota}\n`,
			"memory.current": `${current}\n`,
			"memory.max": `${memoryMax}\n`,
			"memory.stat": `anon 1\nfile 1\ninactive_file ${inactiveFile}\nactive_file 0\n`,
			"memory.events": `low 0\nhigh 0\nmax 0\noom 0\noom_kill ${oomKills}\n`,
			"io.stat": io,
			"pids.current": `${tasks}\n`,
		});
	}

	/** The root of version 2. */
	unified(): this {
		this.group("", {
			"cgroup.controllers": "cpuset cpu io memory pids\n",
			"cpu.stat": "usage_usec 9\nuser_usec 9\nsystem_usec 0\n",
			"cpuset.cpus.effective": "0-3\n",
		});
		return this;
	}

	remove(path: string): void {
		rmSync(join(this.groups, path), { recursive: true });
	}

	close(): void {
		rmSync(this.root, { recursive: true });
	}
}

interface FakeGroup {
	usageUs: number;
	quota: string;
	memoryMax: string;
	current: number;
	inactiveFile: number;
	oomKills: number;
	periods: number;
	throttled: number;
	io: string;
	tasks: number;
}
