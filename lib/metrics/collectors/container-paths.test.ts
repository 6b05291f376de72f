import { describe, expect, it } from "vitest";
import { nameGroup, nameOwner } from "./container-paths";

const id = "3f1c0e9a7b5d".padEnd(64, "0123456789abcdef");
const other = "a".repeat(64);
const named = (path: string) => {
	const group = nameGroup(path);
	return group && [group.kind, group.name, group.path];
};

describe("what a control group stands for", () => {
	it.each([
		"/",
		"",
		"/system.slice",
		"/user.slice/user-1000.slice/session-2.scope",
		"/system.slice/docker.socket",
		"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0a1b.slice",
		`/machine.slice/libpod-conmon-${id}.scope`,
		`/kubepods.slice/crio-conmon-${id}.scope`,
		"/lxc.monitor.web",
		"/lxc.monitor/web",
		"/lxc",
		"/lxc.pivot",
		`/system.slice/docker-${id.slice(0, 63)}.scope`,
		"/process_api/677b5ef9eb65cd21b5949f2798cb2a60",
		"/machine.slice",
		"/user.slice/user-1000.slice/user@1000.service/app.slice/dbus.service",
	])("is no container and no service of the system: %j", (path) => {
		expect(nameGroup(path)).toBeNull();
	});

	it.each([
		[`/system.slice/docker-${id}.scope`, "docker"],
		[`/docker/${id}`, "docker"],
		[`/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id}.scope`, "docker"],
		[`/machine.slice/libpod-${id}.scope/container`, "podman"],
		[`/machine.slice/machine-libpod_pod_${other}.slice/libpod-${id}.scope`, "podman"],
		[`/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${id}.scope/container`, "podman"],
		[`/libpod_parent/libpod-${id}`, "podman"],
		[`/system.slice/web.service/libpod-payload-${id}`, "podman"],
		[`/kubepods.slice/kubepods-pod0a1b.slice/cri-containerd-${id}.scope`, "kubernetes"],
		[`/kubepods/burstable/pod0a1b/${id}`, "kubernetes"],
		[`/system.slice/containerd.service/kubepods-pod0a1b.slice:cri-containerd:${id}`, "kubernetes"],
		[`/kubepods.slice/kubepods-besteffort.slice/crio-${id}.scope/container`, "kubernetes"],
		[`/kubepods.slice/kubepods-burstable-pod0a1b.slice/docker-${id}.scope`, "kubernetes"],
		[`/kubelet.slice/kubelet-kubepods.slice/cri-containerd-${id}.scope`, "kubernetes"],
		[`/system.slice/cri-containerd-${id}.scope`, "containerd"],
		[`/system.slice/nerdctl-${id}.scope`, "containerd"],
		[`/default/${id}`, "containerd"],
		[`/ecs/task/${id}`, "other"],
	])("is a container by its number: %s", (path, kind) => {
		expect(nameGroup(path)).toMatchObject({ kind, id, name: "3f1c0e9a7b5d" });
		expect(nameGroup(path)?.path).toMatch(new RegExp(`${id}(\\.scope)?$`));
	});

	it.each([
		["/lxc.payload.web", ["lxc", "web", "/lxc.payload.web"]],
		["/lxc.payload/web/init.scope", ["lxc", "web", "/lxc.payload/web"]],
		["/lxc/101/ns/init.scope", ["lxc", "101", "/lxc/101"]],
		["/lxc/101", ["lxc", "101", "/lxc/101"]],
		["/lxc.payload.project_web.1", ["lxc", "project_web.1", "/lxc.payload.project_web.1"]],
		[
			"/machine.slice/systemd-nspawn@deb\\x2d12.service/payload",
			["nspawn", "deb-12", "/machine.slice/systemd-nspawn@deb\\x2d12.service"],
		],
		["/machine.slice/machine-deb.scope", ["nspawn", "deb", "/machine.slice/machine-deb.scope"]],
		[
			"/machine.slice/machine-lxc\\x2d1234\\x2dweb.scope",
			["lxc", "web", "/machine.slice/machine-lxc\\x2d1234\\x2dweb.scope"],
		],
		[
			"/machine.slice/machine-qemu\\x2d3\\x2dvm\\x2d1.scope",
			["other", "vm-1", "/machine.slice/machine-qemu\\x2d3\\x2dvm\\x2d1.scope"],
		],
	])("is a container by its name: %s", (path, expected) => {
		expect(named(path)).toEqual(expected);
	});

	it("is the outermost container, whatever runs within it", () => {
		expect(named(`/system.slice/docker-${id}.scope/kubelet.slice/cri-containerd-${other}.scope`)).toEqual([
			"docker",
			"3f1c0e9a7b5d",
			`/system.slice/docker-${id}.scope`,
		]);
	});

	it.each([
		["/system.slice/nginx.service", "nginx"],
		["/system.slice/system-getty.slice/getty@tty1.service", "getty@tty1"],
		["/system.slice/dev\\x2dhugepages.service/child", "dev-hugepages"],
	])("is a service of the system: %s", (path, name) => {
		expect(nameGroup(path)).toMatchObject({ kind: "service", id: null, name });
	});
});

describe("to what a process belongs", () => {
	const owner = (path: string) => nameOwner(path, (one) => (one === other ? "shop-db" : undefined));

	it.each([
		[`/system.slice/docker-${other}.scope`, "shop-db"],
		[`/docker/${id}`, "docker 3f1c0e9a7b5d"],
		[`/machine.slice/libpod-${id}.scope/container/system.slice/nginx.service`, "podman 3f1c0e9a7b5d"],
		[`/lxc/101/ns/docker/${id}`, "lxc 101"],
		["/machine.slice/machine-qemu\\x2d3\\x2dvm.scope", "vm"],
		["/system.slice/systemd\\x2dx.service/part", "systemd-x.service"],
		["/user.slice/user-1000.slice/user@1000.service/app.slice/code.service", "code.service"],
	])("%s: %s", (path, name) => {
		expect(owner(path)).toBe(name);
	});

	it.each(["/", "", "/init.scope", "/user.slice/user-1000.slice/session-3.scope"])("%s: to none", (path) => {
		expect(owner(path)).toBeNull();
	});
});
