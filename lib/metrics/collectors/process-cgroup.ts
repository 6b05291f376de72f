import { wholeLines } from "./lines";

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
