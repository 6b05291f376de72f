import { wholeLines } from "./lines";

const container =
	/^(?:(docker|libpod|cri-containerd|crio|nerdctl|containerd)-|.*:(?:cri-containerd|crio):)?([0-9a-f]{64})(?:\.scope)?$/;
const lxcOf = /^lxc\.payload[.@](.+)$/;
const nspawnOf = /^systemd-nspawn@(.+)\.service$/;
const machineOf = /^machine-(.+)\.scope$/;
const shortId = 12;

/**
 * The control group that tells most of where a process belongs, out of `/proc/<pid>/cgroup`: that of version 2, or
 * where it tells nothing (mixed systems) that of systemd, else the longest.
 */
export function parseCgroupPath(text: string): string | null {
	const lines = wholeLines(text).flatMap((line) => {
		const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
		return path === undefined || path === "/" ? [] : [{ controllers, path }];
	});
	const [longest] = [...lines].sort((one, other) => other.path.length - one.path.length);
	const named = (controllers: string) => lines.find((line) => line.controllers === controllers);
	return (named("") ?? named("name=systemd") ?? longest)?.path ?? null;
}

/**
 * Names the container, or else the service of systemd, that a control group belongs to; the innermost container where
 * one stands in another. A container is named by its maker and the beginning of its number, as `docker ps` shows it.
 */
export function containerOf(path: string): string | null {
	const steps = path.split("/").filter(Boolean);
	for (let index = steps.length - 1; index >= 0; index--) {
		const name = containerAt(steps, index);
		if (name !== null) return name;
	}
	const service = steps.findLast((step) => step.endsWith(".service"));
	return service === undefined ? null : plain(service);
}

function containerAt(steps: string[], index: number): string | null {
	const step = steps[index] as string;
	const before = steps[index - 1] ?? "";
	const [, maker, id] = container.exec(step) ?? [];
	if (id !== undefined) {
		const isInPod = steps.some((other) => other.includes("kubepods"));
		const by = isInPod ? "kubernetes" : makerOf(maker, before);
		return `${by} ${id.slice(0, shortId)}`;
	}
	if (before === "lxc" || before === "lxc.payload") return `lxc ${step}`;
	const lxc = lxcOf.exec(step)?.[1];
	if (lxc !== undefined) return `lxc ${lxc}`;
	const machine = nspawnOf.exec(step)?.[1] ?? machineOf.exec(step)?.[1];
	return machine === undefined ? null : `machine ${plain(machine)}`;
}

function makerOf(maker: string | undefined, before: string): string {
	if (maker === "libpod" || before.startsWith("libpod")) return "podman";
	if (maker === "crio") return "cri-o";
	if (maker === "docker" || before === "docker") return "docker";
	return maker === undefined || maker === "cri-containerd" ? "containerd" : maker;
}

// systemd writes what may not stand in a name of a file as \x2d (systemd.unit(5)).
function plain(name: string): string {
	return name.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
