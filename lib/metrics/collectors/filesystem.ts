import type { Collector, Instant } from "../collector";
import { Missing } from "../missing";
import type { Outcome } from "../rate";
import { roundShare } from "../round";
import type { FileSystem, Mount } from "../types";
import { type HostPaths, unmountedRoot } from "./host-paths";
import { KernelFile } from "./kernel-file";
import { MountProbe, type StatFs } from "./mount-probe";
import { type MountLine, parseMountinfo, selectMounts } from "./mounts";

export const blankFileSystem = { mounts: [] };

const blankSize = { totalBytes: null, usedBytes: null, availableBytes: null, inodeUtilization: null };

/** Makes the reading out of the mounts and their answers. */
export function encodeFileSystem(
	at: Instant,
	mounts: Pick<MountLine, "mount" | "type">[],
	answers: Map<string, Outcome<StatFs>>,
): FileSystem {
	const missing = new Missing();
	if (mounts.length === 0) missing.add("mounts", "no file systems are seen here");
	const encode = ({ mount, type }: Pick<MountLine, "mount" | "type">, index: number): Mount => {
		const answer = answers.get(mount) ?? "not asked";
		if (typeof answer === "string") {
			missing.addEach(`mounts.${index}`, blankSize, answer);
			return { mount, type, ...blankSize };
		}
		const { bsize, blocks, bfree, bavail, files, ffree } = answer;
		return {
			mount,
			type,
			totalBytes: blocks * bsize,
			usedBytes: (blocks - bfree) * bsize,
			availableBytes: bavail * bsize,
			inodeUtilization: missing.value(
				`mounts.${index}.inodeUtilization`,
				files > 0 ? roundShare((files - ffree) / files) : "it has no fixed number of inodes",
			),
		};
	};
	return { time: at.time, mounts: mounts.map(encode), ...missing.entries() };
}

/** Collects the room that is left on each file system; a mount that does not answer never holds up the others. */
export function createFileSystemCollector(
	paths: HostPaths,
	probe = new MountProbe(),
): Collector<"filesystem"> {
	const file = new KernelFile(paths.mounts);
	return {
		metric: "filesystem",
		blank: blankFileSystem,
		async collect(at) {
			if (paths.root === null) throw new Error(unmountedRoot);
			const mounts = selectMounts(parseMountinfo(file.read()));
			return encodeFileSystem(at, mounts, await probe.ask(mounts, paths.root, at.monotonicMs));
		},
		close: () => file.close(),
	};
}
