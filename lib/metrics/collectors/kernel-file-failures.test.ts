import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { KernelFile } from "./kernel-file";

vi.mock("node:fs", async (importActual) => {
	const actual = await importActual<typeof import("node:fs")>();
	return {
		...actual,
		openSync: vi.fn(actual.openSync),
		readSync: vi.fn(actual.readSync),
		closeSync: vi.fn(actual.closeSync),
	};
});

let directory: string;
let path: string;
let file: KernelFile;

const failing = (code: string) => () => {
	throw Object.assign(new Error(code), { code });
};

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "kernel-file-"));
	path = join(directory, "file");
	writeFileSync(path, "text");
	file = new KernelFile(path);
	file.read();
	vi.mocked(openSync).mockClear();
	vi.mocked(closeSync).mockClear();
});

afterEach(() => {
	file.close();
	rmSync(directory, { recursive: true });
});

it.each(["EIO", "ENODEV", "ESRCH", "ENOENT", "EACCES", "ENOTCONN"])(
	"opens the file anew when its kept descriptor gives %s, and closes the old one",
	(code) => {
		vi.mocked(readSync).mockImplementationOnce(failing(code));
		expect(file.read()).toBe("text");
		expect(openSync).toHaveBeenCalledTimes(1);
		expect(closeSync).toHaveBeenCalledTimes(1);
	},
);

it("gives nothing of what it had read when reading fails midway, for good", () => {
	const part = (_: number, buffer: NodeJS.ArrayBufferView) => Buffer.from(buffer.buffer).write("te");
	const read = vi.mocked(readSync) as unknown as ReturnType<typeof vi.fn>;
	for (let time = 0; time < 2; time++)
		read.mockImplementationOnce(part).mockImplementationOnce(failing("EIO"));
	expect(() => file.read(1)).toThrow(`${path} cannot be read (EIO)`);
	expect(file.read(1)).toBe("text");
});

it("says why it cannot be read, and closes no descriptor twice, when closing fails too", () => {
	vi.mocked(closeSync).mockImplementationOnce(failing("EIO"));
	vi.mocked(readSync).mockImplementationOnce(failing("EIO"));
	expect(file.read()).toBe("text");
	const closed = vi.mocked(closeSync).mock.calls.map(([descriptor]) => descriptor);
	file.close();
	expect(closed).toHaveLength(1);
	expect(closeSync).toHaveBeenCalledTimes(2);
	// The number of the one that could not be closed is still taken: the second close was of another.
	expect(vi.mocked(closeSync).mock.calls[1]?.[0]).not.toBe(closed[0]);
	closeSync(closed[0] as number);
});

it.runIf(process.platform === "linux")(
	"says that the file is gone when the process ended that it told of",
	async () => {
		const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
		const stat = new KernelFile(`/proc/${child.pid}/stat`);
		expect(stat.read()).toContain(`${child.pid} (`);
		child.kill("SIGKILL");
		await once(child, "exit");
		expect(() => stat.read()).toThrow(`/proc/${child.pid}/stat cannot be read (ENOENT)`);
	},
);
