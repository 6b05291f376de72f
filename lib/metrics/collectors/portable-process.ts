import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import type { Systeminformation } from "systeminformation";
import type { Collector } from "../collector";
import { type Outcome, reasons } from "../rate";
import { roundTo } from "../round";
import type { ProcessList, ProcessQuery, ProcessState } from "../types";
import { blankProcess } from "./process";
import { encodeProcesses, type ProcessDetails } from "./process-encode";
import { chooseTop, sortProcesses, utilizationOf } from "./process-ranking";
import { cleanText } from "./process-text";
import type { SlowSource } from "./slow-source";

type Listed = Systeminformation.ProcessesProcessData;

interface PortableOptions {
	platform: NodeJS.Platform;
	paceMs: number;
	processArguments: boolean;
	monotonicMs?: () => number;
	now?: () => number;
}

interface Listing {
	time: number;
	atMs: number;
	listed: ProcessDetails[];
}

const states: Record<string, ProcessState> = {
	running: "running",
	sleeping: "sleeping",
	blocked: "waiting",
	stopped: "stopped",
	zombie: "zombie",
};

const untold = { text: null, reason: reasons.untold };

/**
 * Collects the processes through systeminformation. Their shares are, on macOS, means of up to a minute that `ps`
 * makes; on Windows they are of the time since the last reading.
 */
export function createPortableProcessCollector(
	source: SlowSource,
	{ platform, paceMs, processArguments, ...clock }: PortableOptions,
): Collector<"process"> {
	const { monotonicMs = () => performance.now(), now = () => Date.now() } = clock;
	let newest: Listing | null = null;
	let known = new Set<number>();
	let reading: Promise<Listing> | null = null;

	const read = async (): Promise<Listing> => {
		const { list } = await source.ask("processes", (library) => library.processes());
		if (list.length === 0) throw new Error("the processes are not told by this system");
		const listed = list.map((one) => {
			// Where the library measures since its last answer, it gives a share of a whole life in its first.
			const isFirst = platform === "win32" && !known.has(one.pid);
			return detail(one, { platform, processArguments, isFirst });
		});
		known = new Set(list.map(({ pid }) => pid));
		newest = { time: now(), atMs: monotonicMs(), listed };
		return newest;
	};

	// Whoever asks meanwhile waits for the same one.
	const refresh = () => {
		reading ??= read().finally(() => {
			reading = null;
		});
		return reading;
	};

	const tell = ({ time, listed }: Listing, shown: ProcessDetails[]) => {
		const { processes, missing } = encodeProcesses(shown);
		missing.threads = reasons.untold;
		const isStateKnown = listed.some(({ seen }) => seen.state !== null);
		if (!isStateKnown) missing.running = reasons.untold;
		const running = isStateKnown ? listed.filter(({ seen }) => seen.state === "running").length : null;
		return { time, total: listed.length, running, threads: null, processes, missing };
	};

	return {
		metric: "process",
		blank: blankProcess,
		async collect() {
			const newest = await refresh();
			const byProcess = new Map(newest.listed.map((one) => [one.seen, one]));
			const top = chooseTop([...byProcess.keys()]);
			return tell(
				newest,
				top.map((seen) => byProcess.get(seen) as ProcessDetails),
			);
		},
		async answer(question): Promise<ProcessList> {
			const { search, sort, order, limit } = question as ProcessQuery;
			const isFresh = newest && monotonicMs() - newest.atMs <= paceMs * 1.5;
			const listing = newest && isFresh ? newest : await refresh();
			const needle = search.toLowerCase();
			const found = listing.listed.filter(({ seen, user, command }) =>
				[seen.name, String(seen.pid), user.text, command].some((word) =>
					word?.toLowerCase().includes(needle),
				),
			);
			const keyOf = ({ seen }: ProcessDetails) => {
				if (sort === "utilization") return utilizationOf(seen);
				if (sort === "residentBytes") return seen.residentPages;
				return sort === "pid" || sort === "name" ? seen[sort] : null;
			};
			const sorted = sortProcesses(found, order, keyOf, ({ seen }) => seen);
			return { ...tell(listing, sorted.slice(0, limit)), tier: "warm", matched: found.length };
		},
	};
}

function detail(
	listed: Listed,
	options: Pick<PortableOptions, "platform" | "processArguments"> & { isFirst: boolean },
): ProcessDetails {
	const { platform, processArguments, isFirst } = options;
	// On Windows of all cores together, elsewhere of one.
	const cores = platform === "win32" ? cpus().length : 1;
	const utilization = isFirst ? reasons.first : roundTo((listed.cpu / 100) * cores, 3);
	const residentBytes: Outcome<number> = listed.memRss > 0 ? listed.memRss * 1024 : reasons.untold;
	const words = [join(listed.path ?? "", listed.command), listed.params].filter(Boolean);
	return {
		seen: {
			pid: listed.pid,
			name: cleanText(nameOf(listed)),
			state: states[listed.state] ?? null,
			threads: reasons.untold,
			utilization,
			residentPages: listed.memRss,
		},
		user: listed.user ? { text: cleanText(listed.user), reason: "" } : untold,
		container: untold,
		residentBytes,
		proportionalBytes: reasons.untold,
		io: reasons.untold,
		...(processArguments && { command: cleanText(words.join(" ")) }),
	};
}

// Where the library cannot tell where a name ends, it takes the arguments for a part of it: only a file that is there
// may have blanks in its name.
function nameOf({ name, path }: Listed): string {
	const [first = ""] = name.split(" ");
	return first === name || (path && existsSync(join(path, name))) ? name : first;
}
