import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type NamedGroup, nameGroup } from "./container-paths";

/** The groups that stand for something, and how many more there are than are told. */
export interface FoundGroups {
	groups: NamedGroup[];
	more: number;
}

const mostGroups = 500;
const mostDirectories = 5_000;
const deepest = 10;

/**
 * Finds the containers and services in trees of control groups that hold the same groups. It stops at 500 of them, but
 * counts on; and after 5,000 directories altogether.
 */
export function findGroups(roots: readonly string[]): FoundGroups {
	const found = new Map<string, NamedGroup>();
	for (const root of roots) {
		let left = mostDirectories;
		const visit = (path: string, depth: number): void => {
			for (const name of subdirectories(join(root, path))) {
				if (left-- <= 0) return;
				const below = `${path}/${name}`;
				const group = nameGroup(below);
				if (group?.path === below) found.set(below, group);
				// What a container does within itself is its own; but a service may have started one.
				if ((group === null || group.kind === "service") && depth < deepest) visit(below, depth + 1);
			}
		};
		visit("", 1);
	}
	const groups = [...withoutHosts(found)];
	return { groups: groups.slice(0, mostGroups), more: Math.max(0, groups.length - mostGroups) };
}

/** Leaves out each service that a container runs in, which would be counted twice. */
function* withoutHosts(found: ReadonlyMap<string, NamedGroup>): Generator<NamedGroup> {
	const hosts = new Set<string>();
	for (const { path, kind } of found.values()) {
		const end = path.indexOf(".service/");
		if (kind !== "service" && end > 0) hosts.add(path.slice(0, end + ".service".length));
	}
	for (const group of found.values()) if (!hosts.has(group.path)) yield group;
}

function subdirectories(directory: string): string[] {
	let entries: Dirent[];
	try {
		// In such trees the number of links is that of the subdirectories and two more; most groups have none, but files.
		if (statSync(directory).nlink === 2) return [];
		entries = readdirSync(directory, { withFileTypes: true });
	} catch {
		// It was removed meanwhile, or may not be looked into.
		return [];
	}
	return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
