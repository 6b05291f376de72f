import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { locateHost } from "./host-paths";

let host: string;
let procRoot: string;

beforeEach(() => {
	host = mkdtempSync(join(tmpdir(), "host-"));
	procRoot = join(host, "proc");
	mkdirSync(join(procRoot, "1/net"), { recursive: true });
});

afterEach(() => {
	rmSync(host, { recursive: true });
});

it("does not take the container's network and mounts for those of the host", () => {
	writeFileSync(join(procRoot, "1/net/dev"), "");
	writeFileSync(join(procRoot, "1/mountinfo"), "");
	expect(locateHost(procRoot)).toMatchObject({
		network: join(procRoot, "1/net/dev"),
		mounts: join(procRoot, "1/mountinfo"),
	});
});

it("does not take the directory that only holds the mounted /proc for the host's root", () => {
	expect(locateHost(procRoot).root).toBeNull();
	mkdirSync(join(host, "etc"));
	expect(locateHost(procRoot).root).toBe(host);
});

it("looks for devices beside the host's /proc, or else in our own /sys", () => {
	expect(locateHost(procRoot).networkDevices).toBe("/sys/class/net");
	mkdirSync(join(host, "sys/class"), { recursive: true });
	expect(locateHost(procRoot).networkDevices).toBe(join(host, "sys/class/net"));
});

it("reads its own host at the usual places", () => {
	expect(locateHost("/proc")).toMatchObject({
		stat: "/proc/stat",
		network: "/proc/net/dev",
		mounts: "/proc/self/mountinfo",
		root: "",
	});
});
