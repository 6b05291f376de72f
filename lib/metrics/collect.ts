import type { Schedule } from "@/lib/schedule";
import { createLinuxCollectors } from "./collect-linux";
import { createPortableCollectors } from "./collect-portable";
import type { AnyCollector } from "./collector";

export interface CollectorOptions {
	intervalMs: number;
	schedule: Schedule;
	/** Where the observed host's `/proc` is; only Linux has one. */
	procRoot: string;
	/** Where its `/sys` is, and its file systems are; `null` where that is to be found out. */
	sysRoot?: string | null;
	rootFs?: string | null;
	/** Whether limits around this program bound what is told, or the host is told in any case. */
	scope?: "auto" | "host";
	/** Sockets of the host on which Docker or Podman may tell the names of their containers. */
	containerSockets?: readonly string[];
	/** Whether processes are told with their arguments. */
	processArguments?: boolean;
	platform?: NodeJS.Platform;
}

/** One collector for each metric, as this system allows. */
export function createCollectors(options: CollectorOptions): AnyCollector[] {
	const { platform = process.platform } = options;
	return platform === "linux" ? createLinuxCollectors(options) : createPortableCollectors(options, platform);
}
