import { readFileSync } from "node:fs";
import { arch, cpus, hostname, release, totalmem, uptime } from "node:os";
import type { Instant } from "../collector";
import type { Missing } from "../missing";
import type { Environment } from "../types";
import type { SlowSource } from "./slow-source";

/** Facts that are had at once, and may change while the host runs. */
export interface PresentFacts {
	name: string | null;
	kernel: string;
	architecture: string;
	cores: number;
	bootTime: number;
	/** The host's system, where it is not the one that this process would find by asking. */
	os?: string | null;
}

/** Facts that programs must be started for, each a question that is asked until it is answered once. */
export const slowFacts = {
	os: async (source: SlowSource) => {
		const { distro, release: version } = await source.ask("osInfo", (library) => library.osInfo());
		return known(distro) && [distro, known(version)].filter(Boolean).join(" ");
	},
	cpuModel: async (source: SlowSource) => {
		const { manufacturer, brand } = await source.ask("cpu", (library) => library.cpu());
		// Where `lscpu` is absent the answer is empty.
		return known([manufacturer, brand].filter(Boolean).join(" ")) || known(cpus()[0]?.model);
	},
	virtualization: async (source: SlowSource) => {
		const { virtual, virtualHost, model } = await source.ask("system", (library) => library.system());
		return virtual ? known(virtualHost) || known(model) : "";
	},
} satisfies Record<string, (source: SlowSource) => Promise<string>>;

export type SlowFact = keyof typeof slowFacts;

/** The present facts of the machine that this process runs on. */
export function readOwnFacts(now = Date.now()): PresentFacts {
	return {
		name: hostname(),
		kernel: release(),
		architecture: arch(),
		cores: cpus().length,
		bootTime: Math.round(now / 1000 - uptime()) * 1000,
	};
}

/** What this process runs in where no limits can be seen: on the host itself, as far as is known. */
export function readOwnEnvironment(_at: Instant, missing: Missing): Environment {
	missing.add("environment.runtime", "no container is looked for");
	const [cores, memoryBytes] = [cpus().length, totalmem()];
	return {
		kind: "host",
		runtime: null,
		cores,
		hostCores: cores,
		memoryBytes,
		hostMemoryBytes: memoryBytes,
		evidence: "limits are looked for on Linux only",
	};
}

/**
 * The present facts of a Linux host: cores and boot time by the kernel (`stat`), and its names by its own files when
 * its `root` is not ours; `null` without them, as ours would be those of a container.
 */
export function readLinuxFacts(stat: string, root: string | null): PresentFacts {
	const own = readOwnFacts();
	const boot = /^btime (\d+)\n/m.exec(stat)?.[1];
	const facts = {
		...own,
		cores: stat.match(/^cpu\d+ /gm)?.length ?? own.cores,
		bootTime: boot === undefined ? own.bootTime : Number(boot) * 1000,
	};
	if (root === "") return facts;
	return {
		...facts,
		name: readLine(root, "/etc/hostname", /^(\S+)/),
		os: readLine(root, "/etc/os-release", /^PRETTY_NAME="?([^"\n]+)/m),
	};
}

function readLine(root: string | null, path: string, pattern: RegExp): string | null {
	if (root === null) return null;
	try {
		return pattern.exec(readFileSync(`${root}${path}`, "utf8"))?.[1] ?? null;
	} catch {
		// Not every system has the file, and its reading may be forbidden: then the fact is not known.
		return null;
	}
}

// systeminformation says "unknown", or nothing, where it found nothing.
function known(text: string | undefined): string {
	return text === undefined || /^(unknown)?$/i.test(text.trim()) ? "" : text.trim();
}
