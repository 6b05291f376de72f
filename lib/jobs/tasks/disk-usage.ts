import { opendirSync, statfsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TaskFailure } from "../task-failure";
import type { BuiltIn, JobResult } from "../types";
import { readMountPoints } from "./disk/mount-points";
import { showPath } from "./disk/shown-path";
import type { Usage } from "./disk/usage-tree";
import { type Walked, type WalkState, walk } from "./disk/walk";

const limits = { perDirectory: 50, entries: 2_000, depth: 24 };
/** Others are counted, and not named. */
const mostNamed = 5;
const tellMs = 250;
const fileName = "usage.json";

/** What is large below a directory: `usage.json`, a tree of the largest directories and files. */
export const diskUsage: BuiltIn = async ({ parameters, directory, signal, log, progress }) => {
	// Each byte as a character: a name need not be UTF-8.
	const root = Buffer.from(String(parameters.directory)).toString("latin1");
	checkReadable(root);
	const mounts = readMountPoints();
	const mountPaths = new Set(mounts.map(({ path }) => path));
	const known = countEntries(
		root,
		mounts.findLast(({ path }) => path === root),
	);
	const begunAt = Date.now();
	let toldAt = Number.NEGATIVE_INFINITY;
	let named = 0;

	const tell = ({ path, entries, share }: WalkState) => {
		if (performance.now() - toldAt < tellMs) return;
		toldAt = performance.now();
		// Files that come meanwhile are more than were known.
		const done = Math.min(known === null ? share : entries / known, almost);
		progress(done, { key: "lookingAt", parameters: { path: showPath(path), count: entries } });
	};
	const walked = await walk(root, {
		isMountPoint: (path) => mountPaths.has(path),
		limits,
		breathMs: 25,
		signal,
		onState: tell,
		onFault: (path, error) => {
			named++;
			if (named > mostNamed) return;
			log({ key: "notRead", parameters: { path: showPath(path), reason: reasonOf(error) } });
		},
	});
	if (named > mostNamed) log({ key: "moreNotRead", parameters: { count: named - mostNamed } });
	if (walked.mountPoints > 0) log({ key: "mountsLeftOut", parameters: { count: walked.mountPoints } });
	const { files, directories, bytes } = walked.usage;
	log({ key: "usageFound", parameters: { files, directories, bytes } });
	return keep(directory, walked, begunAt);
};

/** More than this is not known before the end. */
const almost = 0.99;

async function keep(directory: string, walked: Walked, begunAt: number): Promise<JobResult> {
	const { usage, mountPoints, furtherNames, vanished } = walked;
	const { bytes, apparentBytes, files, directories, unread } = usage;
	const facts = {
		...{ directory: showPath(usage.name), bytes, apparentBytes, files, directories },
		...{ unread, vanished, mountPoints, furtherNames },
	};
	const text = JSON.stringify({
		time: begunAt,
		durationMs: Date.now() - begunAt,
		...facts,
		tree: show(usage),
	});
	await writeFile(join(directory, fileName), text, { mode: 0o600 });
	const file = { name: fileName, type: "application/json", bytes: Buffer.byteLength(text) };
	return { files: [file], facts };
}

/** The same with names for people; without what a file does not have. */
function show({ name, isDirectory, bytes, apparentBytes, children, other, ...counts }: Usage): object {
	const own = { name: showPath(name), isDirectory, bytes, apparentBytes };
	return isDirectory ? { ...own, ...counts, children: children.map(show), other } : own;
}

function checkReadable(root: string): void {
	try {
		opendirSync(Buffer.from(root, "latin1")).closeSync();
	} catch (error) {
		const reason = reasonOf(error as NodeJS.ErrnoException);
		throw new TaskFailure({ key: "notRead", parameters: { path: showPath(root), reason } });
	}
}

/** How many entries a directory and those below it have, where it is a whole file system that counts them; else `null`. */
function countEntries(root: string, mount: { root: string; type: string } | undefined): number | null {
	// An overlay counts what is in one of its layers only, and more than that.
	if (mount?.root !== "/" || mount.type === "overlay") return null;
	const { files, ffree } = statfsSync(Buffer.from(root, "latin1"));
	// Some have no fixed number of inodes, and count none.
	return files > ffree ? files - ffree : null;
}

/** `EACCES: permission denied`, without the path that stands beside it. */
const reasonOf = (error: NodeJS.ErrnoException) => error.message.split(", ")[0] ?? error.message;
