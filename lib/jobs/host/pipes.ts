import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a job writes to; who holds one belongs to the job. */
export interface Pipes {
	stdout: Socket;
	stderr: Socket;
	/** For the child. */
	ends: [stdout: number, stderr: number];
	/** What the kernel calls them, as they are nowhere to be found any more. */
	names: string[];
	/** Leaves them to the child. */
	release(): void;
	/** Gives up what nobody will write to. */
	close(): void;
}

/**
 * Makes real pipes. Node's are sockets, which cannot be opened by name: `echo … >/dev/stderr`, as many scripts have it,
 * would fail. `null` where they cannot be made, and Node's have to do.
 */
export function makePipes(): Pipes | null {
	let directory: string | null = null;
	const open: number[] = [];
	try {
		directory = mkdtempSync(join(tmpdir(), "hostbeat-job-"));
		const paths = ["stdout", "stderr"].map((name) => join(directory as string, name));
		execFileSync("mkfifo", ["-m", "600", ...paths], { stdio: "ignore", timeout: 2_000 });
		const openEnd = (path: string, flags: number) => {
			const fd = openSync(path, flags);
			open.push(fd);
			return fd;
		};
		// Who opens the one end waits for the other, but not so.
		const reading = paths.map((path) => openEnd(path, constants.O_RDONLY | constants.O_NONBLOCK));
		const ends = paths.map((path) => openEnd(path, constants.O_WRONLY));
		const [stdout, stderr] = reading.map((fd) => new Socket({ fd, readable: true, writable: false }));
		if (!stdout || !stderr) return null;
		return {
			...{ stdout, stderr, ends: [ends[0] as number, ends[1] as number] },
			names: paths.map((path) => `${path} (deleted)`),
			release: () => {
				for (const fd of ends) closeSync(fd);
			},
			close: () => {
				stdout.destroy();
				stderr.destroy();
			},
		};
	} catch {
		// No mkfifo, no room for files, no more open files: a job says so itself, if it matters to it.
		for (const fd of open) closeSync(fd);
		return null;
	} finally {
		if (directory) rmSync(directory, { recursive: true, force: true });
	}
}
