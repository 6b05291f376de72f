import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the groups stand that something is counted in. */
export interface Hierarchy {
	version: 1 | 2;
	root: string;
}

const controllers = ["cpu", "cpuacct", "cpuset", "memory", "blkio", "pids"] as const;
type Controller = (typeof controllers)[number];

/** The hierarchies of a host's control groups, by the names that version 1 has for the controllers; `null` for one that counts nothing. */
export interface Hierarchies extends Record<Controller, Hierarchy | null> {
	/** Each group stands below at least one of these directories. */
	roots: string[];
}

/** Finds the control groups of a host, below its `/sys/fs/cgroup`: of version 2, of version 1, or of both; `null` when none are mounted. */
export function findHierarchies(directory: string): Hierarchies | null {
	if (existsSync(join(directory, "cgroup.controllers"))) {
		return { ...each(() => ({ version: 2, root: directory })), roots: [directory] };
	}
	const unified = join(directory, "unified");
	const ofUnified = readControllers(unified);
	const found = each((controller) => {
		const v1 = [controller, "cpu,cpuacct"].map((name) => join(directory, name));
		const root = v1
			.slice(0, controller.startsWith("cpu") && controller !== "cpuset" ? 2 : 1)
			.find((path) => existsSync(join(path, "cgroup.procs")));
		if (root) return { version: 1, root };
		const name = { cpuacct: "cpu", blkio: "io" }[controller as string] ?? controller;
		// The processor's time is counted in version 2 without a controller.
		const isThere = ofUnified?.includes(name) || (ofUnified !== null && controller === "cpuacct");
		return isThere ? { version: 2, root: unified } : null;
	});
	const roots = [found.cpuacct, found.memory].flatMap((one) => (one ? [one.root] : []));
	return roots.length > 0 ? { ...found, roots: [...new Set(roots)] } : null;
}

function each(find: (controller: Controller) => Hierarchy | null): Record<Controller, Hierarchy | null> {
	const entries = controllers.map((controller) => [controller, find(controller)]);
	return Object.fromEntries(entries) as Record<Controller, Hierarchy | null>;
}

function readControllers(unified: string): string[] | null {
	try {
		return readFileSync(join(unified, "cgroup.controllers"), "utf8").trim().split(" ");
	} catch {
		// Without version 2 there is no such directory.
		return null;
	}
}
