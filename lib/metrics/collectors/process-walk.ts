import { readdir } from "node:fs/promises";
import { elapsedSeconds, type Outcome, reasons } from "../rate";
import { roundTo } from "../round";
import { type Slicing, visitInSlices } from "./in-slices";
import { readProcessFile } from "./process-file";
import { type ProcessStat, parseProcessStat } from "./process-stat";
import { cleanName } from "./process-text";

/** A process as a walk saw it. */
export interface SeenProcess extends ProcessStat {
	/** The same one as long as it is the same process: what else is known of it is kept under this. */
	readonly key: object;
	readonly pid: number;
	/** `rawName` for people. */
	name: string;
	/** Share of one core since the walk before, or why it is not known. */
	utilization: Outcome<number>;
	/** When it was read, on the monotonic clock. */
	atMs: number;
	/** The walk before, where it began after that: all that it ever did is of the time since. */
	bornAfterMs: number | null;
}

/** What one walk found. */
export interface Walk {
	time: number;
	monotonicMs: number;
	processes: SeenProcess[];
	/** Processes that are there, but may not be looked at. */
	hidden: number;
}

export interface WalkClock extends Slicing {
	now: () => number;
}

interface WalkOptions {
	procRoot: string;
	/** How far apart walks are at most; rates are not told over more than three times that. */
	paceMs: number;
	ticksPerSecond: number;
	clock: WalkClock;
}

interface Before {
	monotonicMs: number;
	listed: ReadonlySet<number>;
	newestStartTicks: number;
}

/** Walks through all processes, and remembers them for the next walk. One walk at a time. */
export class ProcessWalk {
	#options: WalkOptions;
	#seen = new Map<number, SeenProcess>();
	#before: Before | null = null;

	constructor(options: WalkOptions) {
		this.#options = options;
	}

	/** Reads every process once; rejects when none can be seen. One that ends meanwhile is left out. */
	async walk(): Promise<Walk> {
		const { procRoot, clock } = this.#options;
		const time = clock.now();
		const monotonicMs = clock.monotonicMs();
		const listed = await listProcesses(procRoot);
		const before = this.#seen;
		const now = new Map<number, SeenProcess>();
		let hidden = 0;
		let newestStartTicks = 0;
		const visit = (pid: number) => {
			const file = readProcessFile(`${procRoot}/${pid}/stat`);
			if (file === reasons.forbidden) hidden++;
			if (typeof file === "string") return;
			const stat = parseProcessStat(file.bytes, file.length);
			if (!stat) return;
			newestStartTicks = Math.max(newestStartTicks, stat.startTicks);
			now.set(pid, this.#see(pid, stat, before.get(pid)));
		};
		await visitInSlices(listed, visit, clock);
		this.#seen = now;
		this.#before = { monotonicMs, listed: new Set(listed), newestStartTicks };
		return { time, monotonicMs, processes: [...now.values()], hidden };
	}

	#see(pid: number, stat: ProcessStat, before: SeenProcess | undefined): SeenProcess {
		const { paceMs, clock } = this.#options;
		const atMs = clock.monotonicMs();
		// A number is given anew after its process ended: only together with the start it names the same one.
		if (before?.startTicks !== stat.startTicks) {
			const bornAfterMs = this.#bornAfter(pid, stat);
			const utilization = this.#sinceStart(stat, atMs, bornAfterMs);
			return { key: {}, pid, ...stat, name: cleanName(stat.rawName), utilization, atMs, bornAfterMs };
		}
		const seconds = elapsedSeconds(atMs, before.atMs, paceMs);
		const utilization = this.#share(stat.ticks - before.ticks, seconds);
		// It may have become another program, under the same number and start.
		const name = stat.rawName === before.rawName ? before.name : cleanName(stat.rawName);
		return { key: before.key, pid, ...stat, name, utilization, atMs, bornAfterMs: null };
	}

	/**
	 * One that started since the last walk has had all its time since then, so it is told as a share of that: without it
	 * what lives for a second each, such as the parts of a compilation, would never be seen to use anything. It must be
	 * sure to be new: not one that was only not readable before, whose time would be that of its whole life.
	 */
	#sinceStart({ ticks }: ProcessStat, atMs: number, bornAfterMs: number | null): Outcome<number> {
		if (bornAfterMs === null) return reasons.first;
		const seconds = elapsedSeconds(atMs, bornAfterMs, this.#options.paceMs);
		return seconds === reasons.tooLong ? reasons.first : this.#share(ticks, seconds);
	}

	#bornAfter(pid: number, { startTicks }: ProcessStat): number | null {
		const before = this.#before;
		if (!before || startTicks < before.newestStartTicks) return null;
		return !before.listed.has(pid) || this.#seen.has(pid) ? before.monotonicMs : null;
	}

	#share(ticks: number, seconds: Outcome<number>): Outcome<number> {
		if (typeof seconds === "string") return seconds;
		if (!(ticks >= 0)) return reasons.wentBack;
		return roundTo(ticks / this.#options.ticksPerSecond / seconds, 3);
	}
}

async function listProcesses(procRoot: string): Promise<number[]> {
	// Not in slices: asked for in another thread, it takes this one some 0.3 ms for 2,000 names.
	const names = await readdir(procRoot).catch((cause: NodeJS.ErrnoException) => {
		throw new Error(`${procRoot} cannot be read (${cause.code ?? cause})`, { cause });
	});
	const numbers = names.filter((name) => /^[1-9]\d*$/.test(name)).map(Number);
	if (numbers.length === 0) throw new Error(`no processes are seen in ${procRoot}`);
	return numbers;
}
