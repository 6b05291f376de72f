import { expect, it, vi } from "vitest";
import { isSame, listProcesses, readProcess, signal, wasStartedWith } from "./processes";

it("sends no signal to everybody, whatever is taken for a process", () => {
	const kill = vi.spyOn(process, "kill").mockReturnValue(true);
	expect([signal(-1, "SIGKILL"), signal(0, "SIGKILL"), signal(-0, "SIGKILL")]).toEqual([false, false, false]);
	expect(kill).not.toHaveBeenCalled();
	kill.mockRestore();
});

it("knows a process from a later one with its number", () => {
	const own = readProcess(process.pid);
	expect(own).toMatchObject({ pid: process.pid, parent: process.ppid });
	expect(
		isSame(
			own!,
			listProcesses().find(({ pid }) => pid === process.pid),
		),
	).toBe(true);
	expect(isSame(own!, { ...own!, startTime: own!.startTime + 1 })).toBe(false);
	expect(isSame(own!, null)).toBe(false);
});

it("says of who is not there, or not to be seen, that there is nothing", () => {
	expect(readProcess(2 ** 30)).toBeNull();
	expect(wasStartedWith(2 ** 30, [])).toBe(false);
	expect(signal(2 ** 30, 0)).toBe(false);
});

it("tells a whole variable of an environment from the beginning of one", () => {
	const path = `PATH=${process.env.PATH}`;
	expect(wasStartedWith(process.pid, [path])).toBe(true);
	expect(wasStartedWith(process.pid, [path.slice(0, -1)])).toBe(false);
	expect(wasStartedWith(process.pid, [path.slice(1)])).toBe(false);
});
