import type { Container } from "../types";

/** What a control group stands for. */
export interface NamedGroup {
	/** Its path below the root of the control groups, without what lies below it. */
	path: string;
	kind: Container["kind"];
	/** The whole number by which its engine knows it; `null` where it goes by its name alone. */
	id: string | null;
	/** Its name as far as the path tells: else the beginning of its number. */
	name: string;
}

type Kind = Container["kind"];

const shortId = 12;

// systemd's name of a group, or the plain number that engines without systemd give it. What an engine's monitor of a
// container (conmon) is counted in carries the same number.
const numbered = /^(?:(?!.*conmon)([a-z][a-z0-9_-]*)-|.*:(cri-containerd|crio):)?([0-9a-f]{64})(?:\.scope)?$/;

const byPrefix: Record<string, Kind> = {
	docker: "docker",
	libpod: "podman",
	"libpod-payload": "podman",
	"cri-containerd": "containerd",
	containerd: "containerd",
	nerdctl: "containerd",
	crio: "kubernetes",
};

// Below these a plain number is a container of that engine; the last two are containerd's own namespaces.
const byParent: Record<string, Kind> = {
	docker: "docker",
	libpod_parent: "podman",
	default: "containerd",
	"k8s.io": "containerd",
};

/** What the control group at `path`, or the outermost one around it, stands for: a container, else a service of the system. */
export function nameGroup(path: string): NamedGroup | null {
	const steps = path.split("/").filter(Boolean);
	for (const index of steps.keys()) {
		const found = containerAt(steps, index);
		if (found) return { path: upTo(steps, index), ...found };
	}
	// Only after all containers: Podman may run one within the group of a service.
	if (steps[0] !== "system.slice") return null;
	const index = steps.findIndex((step) => step.endsWith(".service"));
	if (index < 0 || steps.slice(0, index).some((step) => !step.endsWith(".slice"))) return null;
	const name = unescapeUnit((steps[index] as string).slice(0, -".service".length));
	return { path: upTo(steps, index), kind: "service", id: null, name };
}

/**
 * To what a process in the control group at `path` belongs: the outermost container, by the name that `findName` knows
 * of its number, or else by its kind and what the path tells; without one the innermost service.
 */
export function nameOwner(path: string, findName: (id: string) => string | undefined): string | null {
	const group = nameGroup(path);
	if (group && group.kind !== "service") {
		const known = group.id === null ? undefined : findName(group.id);
		return known ?? (group.kind === "other" ? group.name : `${group.kind} ${group.name}`);
	}
	const service = path.split("/").findLast((step) => step.endsWith(".service"));
	return service === undefined ? null : unescapeUnit(service);
}

function containerAt(steps: string[], index: number): Omit<NamedGroup, "path"> | null {
	const step = steps[index] as string;
	const parent = steps[index - 1] ?? "";
	const [, prefix, runtime, id] = numbered.exec(step) ?? [];
	if (id !== undefined) {
		const kind = byPrefix[prefix ?? runtime ?? ""] ?? byParent[parent] ?? "other";
		return { kind: isInPod(steps, index + 1) ? "kubernetes" : kind, id, name: id.slice(0, shortId) };
	}
	const [, lxc] = /^lxc\.payload\.(.+)$/.exec(step) ?? [];
	if (lxc !== undefined) return { kind: "lxc", id: null, name: lxc };
	// The group beside them holds the monitors: lxc.monitor/<name>, lxc.monitor.<name>.
	if (parent === "lxc.payload" || parent === "lxc") return { kind: "lxc", id: null, name: step };
	const [, machine] = /^systemd-nspawn@(.+)\.service$/.exec(step) ?? [];
	if (machine !== undefined) return { kind: "nspawn", id: null, name: unescapeUnit(machine) };
	const [, registered] = parent === "machine.slice" ? (/^machine-(.+)\.scope$/.exec(step) ?? []) : [];
	return registered === undefined ? null : machineOf(unescapeUnit(registered));
}

/** What is registered as a machine may also be made by libvirt: `lxc-<pid>-<name>`, `qemu-<number>-<name>`. */
function machineOf(registered: string): Omit<NamedGroup, "path"> {
	const [, maker, name] = /^(lxc|qemu)-\d+-(.+)$/.exec(registered) ?? [];
	if (maker === undefined) return { kind: "nspawn", id: null, name: registered };
	return { kind: maker === "lxc" ? "lxc" : "other", id: null, name: name as string };
}

function isInPod(steps: string[], index: number): boolean {
	return steps.slice(0, index).some((step) => /^(kubelet-)?kubepods\b/.test(step));
}

function upTo(steps: string[], index: number): string {
	return `/${steps.slice(0, index + 1).join("/")}`;
}

// systemd writes what may not stand in the name of a unit as \x2d (systemd.unit(5)).
function unescapeUnit(name: string): string {
	return name.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
