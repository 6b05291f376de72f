import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface FakeProcess {
	name?: string;
	state?: string;
	ticks?: number;
	threads?: number;
	start?: number;
	pages?: number;
	childFaults?: number;
	uid?: number;
	cgroup?: string;
	/** Bytes read and written. */
	io?: [number, number];
	pssKib?: number;
	command?: string;
	/** Has nothing but its `stat`. */
	isBare?: boolean;
}

/** A tree like `/proc` for tests, without the kernel behind it. */
export class FakeProc {
	readonly host = mkdtempSync(join(tmpdir(), "host-"));
	readonly root = join(this.host, "proc");

	constructor() {
		mkdirSync(this.root);
		mkdirSync(join(this.host, "etc"));
		writeFileSync(join(this.host, "etc/passwd"), "root:x:0:0::/:/bin/sh\nada:x:1000:1000::/:/bin/sh\n");
	}

	/** Lets a process be there, as it is now. */
	set(pid: number, of: FakeProcess = {}): void {
		const { name = "sleep", state = "S", ticks = 0, threads = 1, start = 100, pages = 10 } = of;
		const { childFaults = 0, uid = 1_000, cgroup = "/", io, pssKib, command, isBare } = of;
		const directory = join(this.root, String(pid));
		mkdirSync(directory, { recursive: true });
		const write = (file: string, text: string) => writeFileSync(join(directory, file), text);
		const fields = `1 1 1 0 -1 4194560 10 ${childFaults} 0 0 ${ticks} 0 0 0 20 0 ${threads} 0 ${start} 1000000`;
		write("stat", `${pid} (${name}) ${state} ${fields} ${pages} 18446744073709551615 0\n`);
		if (isBare) return;
		write("status", `Name:\t${name}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`);
		write("statm", `1000 ${pages} 5 1 0 1 0\n`);
		write("cgroup", `0::${cgroup}\n`);
		if (io) write("io", `rchar: 1\nread_bytes: ${io[0]}\nwrite_bytes: ${io[1]}\n`);
		if (pssKib !== undefined) write("smaps_rollup", `0-1 ---p 0 00:00 0 [rollup]\nPss:    ${pssKib} kB\n`);
		if (command !== undefined) write("cmdline", command);
	}

	/** Lets a process end. */
	end(pid: number): void {
		rmSync(join(this.root, String(pid)), { recursive: true });
	}

	close(): void {
		rmSync(this.host, { recursive: true });
	}
}
