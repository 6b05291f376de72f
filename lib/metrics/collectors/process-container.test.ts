import { describe, expect, it } from "vitest";
import { containerOf, parseCgroupPath } from "./process-container";

const id = "9ec39b91f3d70e1beff50a308f77067065ea6be0d91a3378375056cd4422cf3d";
const pod = "podac04f3f2_1f2c_11e9_b015_1ebee232acfa";

describe("containerOf", () => {
	it.each([
		[`/docker/${id}`, "docker 9ec39b91f3d7"],
		[`/system.slice/docker-${id}.scope`, "docker 9ec39b91f3d7"],
		[`/machine.slice/libpod-${id}.scope/container/system.slice/nginx.service`, "podman 9ec39b91f3d7"],
		[`/libpod_parent/libpod-${id}`, "podman 9ec39b91f3d7"],
		[`/kubepods/besteffort/podac04f3f2-1f2c/${id}`, "kubernetes 9ec39b91f3d7"],
		[
			`/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-${pod}.slice/cri-containerd-${id}.scope`,
			"kubernetes 9ec39b91f3d7",
		],
		[`/kubepods.slice/kubepods-${pod}.slice/crio-${id}.scope`, "kubernetes 9ec39b91f3d7"],
		[
			`/system.slice/containerd.service/kubepods-${pod}.slice:cri-containerd:${id}`,
			"kubernetes 9ec39b91f3d7",
		],
		[`/default/${id}`, "containerd 9ec39b91f3d7"],
		["/lxc/web", "lxc web"],
		["/lxc.payload.web/system.slice/ssh.service", "lxc web"],
		[`/lxc.payload.web/system.slice/docker-${id}.scope`, "docker 9ec39b91f3d7"],
		["/machine.slice/systemd-nspawn@web.service/payload/system.slice/a.service", "machine web"],
		["/machine.slice/machine-qemu\\x2d1\\x2dwin.scope", "machine qemu-1-win"],
		["/system.slice/ssh.service", "ssh.service"],
		["/system.slice/systemd\\x2dx.service/part", "systemd-x.service"],
		["/user.slice/user-1000.slice/user@1000.service/app.slice/code.service", "code.service"],
	])("%s: %s", (path, name) => {
		expect(containerOf(path)).toBe(name);
	});

	it.each([
		"/",
		"/init.scope",
		"/user.slice/user-1000.slice/session-3.scope",
		`/machine.slice/libpod-conmon-${id}.scope`,
		"/lxc.monitor.web",
		`/docker/${id.slice(1)}`,
		"/../other",
		"",
	])("%s: none", (path) => {
		expect(containerOf(path)).toBeNull();
	});
});

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
