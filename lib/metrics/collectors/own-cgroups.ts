import { wholeLines } from "./lines";
import { type MountLine, parseMountinfo } from "./mounts";
import type { Peek } from "./peek";

/** One control group: where its files are, and its path in its hierarchy as it is seen from here. */
export interface Group {
	directory: string;
	path: string;
}

/** The groups that bound this process, its own first, and then each above it as far as that can be seen. */
export interface Hierarchy {
	version: 1 | 2;
	groups: Group[];
}

/** Where each controller counts this process, `null` where nothing is mounted that shows it. */
export interface OwnCgroups {
	cpu: Hierarchy | null;
	cpuacct: Hierarchy | null;
	cpuset: Hierarchy | null;
	memory: Hierarchy | null;
	/** That of v2, which counts processor time even where v1 has all controllers. */
	unified: Hierarchy | null;
}

/** A mount with the options of its file system: for v1 the controllers are among them. */
export interface MountEntry extends MountLine {
	options: string[];
}

/** Reads the kernel's list of mounts (`mountinfo`) with their options; damaged lines are left out. */
export function parseMountTable(text: string): MountEntry[] {
	return wholeLines(text).flatMap((line) => {
		const [mount] = parseMountinfo(`${line}\n`);
		const options = line.split(" - ")[1]?.split(" ")[2] ?? "";
		return mount ? [{ ...mount, options: options.split(",") }] : [];
	});
}

/** Finds the groups of this process by its `/proc/self/cgroup` and its mounts. */
export function locateCgroups(cgroup: string, mounts: MountEntry[], peek: Peek): OwnCgroups {
	const lines = cgroup.split("\n").flatMap((line) => {
		const [, id, controllers, path] = /^(\d+):([^:]*):(\/.*)$/.exec(line) ?? [];
		return path === undefined ? [] : [{ id, path, controllers: controllers?.split(",") ?? [] }];
	});
	const find = (version: 1 | 2, path: string | undefined, candidates: MountEntry[]): Hierarchy | null => {
		if (path === undefined) return null;
		const found = candidates.flatMap((mount) => {
			const below = belowRoot(path, mount.root) ?? search(mount, path, peek);
			return below !== null && peek.exists(`${mount.mount}${below}`) ? [{ mount, below }] : [];
		});
		const [first] = candidates;
		// The path may be one that only a container's host sees: what is mounted then is the container's own group.
		const within = found[0] ?? (first && { mount: first, below: "" });
		return within ? { version, groups: upwards(within.mount, within.below) } : null;
	};
	const unified = find(
		2,
		lines.find(({ id }) => id === "0")?.path,
		mounts.filter(({ type }) => type === "cgroup2"),
	);
	const of = (controller: string) => {
		const line = lines.find(({ controllers }) => controllers.includes(controller));
		const candidates = mounts.filter(
			({ type, options }) => type === "cgroup" && options.includes(controller),
		);
		return find(1, line?.path, candidates) ?? unified;
	};
	return { cpu: of("cpu"), cpuacct: of("cpuacct"), cpuset: of("cpuset"), memory: of("memory"), unified };
}

/** The group of this path, in whichever of the hierarchies has it first. */
export function findGroup(
	path: string,
	...hierarchies: (Hierarchy | null)[]
): (Group & Pick<Hierarchy, "version">) | null {
	for (const hierarchy of hierarchies) {
		const group = hierarchy?.groups.find((group) => group.path === path);
		if (hierarchy && group) return { ...group, version: hierarchy.version };
	}
	return null;
}

// Both are told as seen from this process's own cgroup namespace: what lies outside of it begins with "/..".
function belowRoot(path: string, root: string): string | null {
	if (path === root) return "";
	if (root !== "/") return path.startsWith(`${root}/`) ? path.slice(root.length) : null;
	return /^\/\.\.(\/|$)/.test(path) ? null : path;
}

// The host's own mount in a container with a cgroup namespace: of the way down to its root only the length is known.
function search({ mount, root }: MountEntry, path: string, peek: Peek): string | null {
	const depth = isAbove(root) ? root.length / "/..".length : 0;
	const rest = path === "/" ? "" : path;
	const pid = peek.text("/proc/self/stat")?.split(" ", 1)[0];
	if (depth === 0 || !pid || rest.startsWith("/..")) return null;
	let directories = [""];
	for (let level = 0; level < depth; level++) {
		directories = directories.flatMap((directory) =>
			peek.directories(`${mount}${directory}`).map((name) => `${directory}/${name}`),
		);
	}
	const holdsThis = (directory: string) =>
		peek.text(`${mount}${directory}${rest}/cgroup.procs`)?.split("\n").includes(pid);
	const found = directories.find(holdsThis);
	return found === undefined ? null : `${found}${rest}`;
}

function isAbove(root: string): boolean {
	return /^(\/\.\.)+$/.test(root);
}

function upwards({ mount, root }: MountEntry, below: string): Group[] {
	const groups: Group[] = [];
	const base = root === "/" || isAbove(root) ? "" : root;
	for (let path = below; ; path = path.slice(0, path.lastIndexOf("/"))) {
		groups.push({ directory: `${mount}${path}`, path: `${base}${path}` || "/" });
		if (path === "") return groups;
	}
}
