import { describe, expect, it } from "vitest";
import { parseCgroupPath } from "./process-cgroup";

const id = "9ec39b91f3d70e1beff50a308f77067065ea6be0d91a3378375056cd4422cf3d";

describe("parseCgroupPath", () => {
	it("takes the one path of version 2", () => {
		expect(parseCgroupPath("0::/system.slice/ssh.service\n")).toBe("/system.slice/ssh.service");
	});

	it("does not take the empty one of version 2 where both versions are mounted", () => {
		const both = `12:pids:/docker/${id}\n11:name=systemd:/docker/${id}/init\n0::/\n`;
		expect(parseCgroupPath(both)).toBe(`/docker/${id}/init`);
		expect(parseCgroupPath("2:cpu,cpuacct:/a:b/c\n1:pids:/\n")).toBe("/a:b/c");
	});

	it("takes no path that was cut off, and finds none in rubbish", () => {
		expect(parseCgroupPath("0::/system.slice/ssh.serv")).toBeNull();
		expect(parseCgroupPath("1:x\n\nfoo\n0::/\n")).toBeNull();
	});
});
