import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
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

it("does not take the directory that only holds the mounted /proc for the host's root", () => {
	expect(locateHost(procRoot).root).toBeNull();
	mkdirSync(join(host, "etc"));
	expect(locateHost(procRoot).root).toBe(host);
});

it("takes the network and mounts of the host's first process, and never falls back to the container's", () => {
	expect(locateHost(procRoot)).toMatchObject({
		network: join(procRoot, "1/net/dev"),
		mounts: join(procRoot, "1/mountinfo"),
	});
});

it("takes the places that it is told, and no root that holds nothing of a host", () => {
	const told = join(host, "elsewhere");
	expect(locateHost(procRoot, "/told/sys", told)).toMatchObject({
		blockDevices: "/told/sys/block",
		networkDevices: "/told/sys/class/net",
		root: null,
	});
	mkdirSync(join(told, "etc"), { recursive: true });
	expect(locateHost(procRoot, null, `${told}/`).root).toBe(told);
	expect(locateHost("/proc", null, "/").root).toBe("");
});

it("finds the host's file systems mounted beside its /proc", () => {
	mkdirSync(join(host, "root/etc"), { recursive: true });
	expect(locateHost(procRoot).root).toBe(join(host, "root"));
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
