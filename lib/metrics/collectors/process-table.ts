import { setTimeout } from "node:timers/promises";
import type { Instant } from "../collector";
import type { Process, ProcessList, ProcessQuery, ProcessSort } from "../types";
import { visitInSlices } from "./in-slices";
import { type KernelConstants, readKernelConstants } from "./kernel-constants";
import { encodeProcesses, type ProcessDetails } from "./process-encode";
import { type NameContainer, ProcessFacts } from "./process-facts";
import { ProcessIo } from "./process-io";
import { LockedFiles } from "./process-locked";
import { countResidentBytes, readResidentBytes } from "./process-memory";
import { chooseTop, sortProcesses, utilizationOf } from "./process-ranking";
import { UserNames } from "./process-users";
import { ProcessWalk, type SeenProcess, type Walk, type WalkClock } from "./process-walk";

export interface ProcessClock extends WalkClock {
	sleep: (ms: number) => Promise<unknown>;
}

export interface ProcessTableOptions {
	procRoot: string;
	/** Where the file systems of the observed host begin, `null` where they are not seen. */
	root: string | null;
	/** How new answers are, and readings while somebody watches. */
	paceMs: number;
	/** How far apart readings are while nobody watches; the same unless told. */
	restMs?: number;
	/** Whether the arguments of commands may be shown. */
	processArguments: boolean;
	nameContainer: NameContainer;
	constants?: KernelConstants;
	clock?: ProcessClock;
}

const systemClock: ProcessClock = {
	now: () => Date.now(),
	monotonicMs: () => performance.now(),
	pause: () => new Promise((resolve) => setImmediate(resolve)),
	sleep: (ms) => setTimeout(ms),
};

/** The first walk has nothing to be measured against; this is soon enough after it, and long enough for a share. */
const primingMs = 250;
const mostAnswers = 50;
const unwatched = "measured only while somebody looks";

/** Knows all processes as of the newest walk, and tells of some of them. Walks only when it is asked. */
export class ProcessTable {
	#options: ProcessTableOptions;
	#clock: ProcessClock;
	#constants: KernelConstants;
	#walk: ProcessWalk;
	#facts: ProcessFacts;
	#io: ProcessIo;
	#locked: LockedFiles;
	#newest: Walk | null = null;
	#walking: Promise<void> | null = null;
	/** How much each process moved by the last look at all of them, where it moved anything. */
	#moved = new WeakMap<object, number>();
	#followedAtMs = Number.NEGATIVE_INFINITY;
	#restMs: number;
	/** What was asked of the walk `#answered`, and what is told. */
	#answers = new Map<string, Promise<ProcessList>>();
	#answered: Walk | null = null;

	constructor(options: ProcessTableOptions) {
		const { procRoot, root, paceMs, restMs = paceMs, nameContainer, clock = systemClock } = options;
		const { monotonicMs } = clock;
		this.#options = options;
		this.#restMs = restMs;
		this.#clock = clock;
		this.#constants = options.constants ?? readKernelConstants();
		this.#walk = new ProcessWalk({ procRoot, paceMs: restMs, clock, ...this.#constants });
		const users = new UserNames(root, monotonicMs);
		this.#facts = new ProcessFacts({ procRoot, users, nameContainer, monotonicMs });
		this.#io = new ProcessIo({ procRoot, paceMs, restMs, monotonicMs });
		this.#locked = new LockedFiles(procRoot, monotonicMs);
	}

	/** The processes that use most, of a walk that is new; `null` when that of the last call still is. Unwatched, only what is cheap is told of them. */
	async readTop(after: Pick<Instant, "time"> | null, isWatched = true): Promise<ProcessList | null> {
		const walk = await this.#refresh((isWatched ? this.#options.paceMs : this.#restMs) / 2);
		if (after && walk.time === after.time) return null;
		await this.#followIo(walk);
		const top = chooseTop(walk.processes, ({ key }) => this.#moved.get(key) ?? 0);
		return isWatched ? this.#tell(walk, top) : this.#encode(walk, top, { isWatched });
	}

	/** What a query asks for, of the newest walk, or of a new one where that is old. */
	async query(query: ProcessQuery): Promise<ProcessList> {
		const walk = await this.#refresh(this.#options.paceMs * 1.5);
		// However many look at the same, it is made once.
		const question = JSON.stringify(query);
		if (walk !== this.#answered || this.#answers.size >= mostAnswers) this.#answers.clear();
		this.#answered = walk;
		const answer = this.#answers.get(question) ?? this.#answer(walk, query);
		this.#answers.set(question, answer);
		return answer;
	}

	async #answer(walk: Walk, query: ProcessQuery): Promise<ProcessList> {
		const { search, sort, order, limit } = query;
		const found = search === "" ? walk.processes : await this.#search(walk.processes, search.toLowerCase());
		if (isIo(sort)) await visitInSlices(found, (seen) => this.#io.measure(seen), this.#clock);
		const sorted = sortProcesses(found, order, (seen) => this.#keyOf(seen, sort), itself);
		const reading = await this.#tell(walk, sorted.slice(0, limit), query);
		return { ...reading, tier: "warm", matched: found.length };
	}

	async #refresh(mostMs: number): Promise<Walk> {
		const { monotonicMs } = this.#clock;
		// Whoever asks meanwhile waits for the same one.
		if (!this.#walking && this.#ageMs(monotonicMs()) > mostMs) {
			this.#walking = this.#walkNow().finally(() => {
				this.#walking = null;
			});
		}
		await this.#walking;
		return this.#newest as Walk;
	}

	async #walkNow(): Promise<void> {
		const { monotonicMs, sleep } = this.#clock;
		if (this.#ageMs(monotonicMs()) > 3 * this.#restMs) {
			await this.#walk.walk();
			await sleep(primingMs);
		}
		this.#newest = await this.#walk.walk();
	}

	#ageMs(now: number): number {
		return this.#newest ? now - this.#newest.monotonicMs : Number.POSITIVE_INFINITY;
	}

	// Of who moves bytes the kernel tells in a file for each process: however many watch, it is asked at the slower pace.
	async #followIo({ processes, monotonicMs }: Walk): Promise<void> {
		if (monotonicMs - this.#followedAtMs < this.#restMs * 0.9) return;
		this.#followedAtMs = monotonicMs;
		const moved = new WeakMap<object, number>();
		const visit = (seen: SeenProcess) => {
			const io = this.#io.follow(seen);
			if (typeof io === "string") return;
			const bytes = io.readBytesPerSecond + io.writtenBytesPerSecond;
			if (bytes > 0) moved.set(seen.key, bytes);
		};
		await visitInSlices(processes, visit, this.#clock);
		this.#moved = moved;
	}

	async #search(processes: readonly SeenProcess[], needle: string): Promise<SeenProcess[]> {
		if (this.#options.processArguments) await this.#locked.readCommands(processes);
		const found: SeenProcess[] = [];
		const visit = (seen: SeenProcess) => {
			const { user, container } = this.#facts.of(seen);
			const words = [seen.name, String(seen.pid), user.text, container.text, this.#locked.command(seen)];
			if (words.some((word) => word?.toLowerCase().includes(needle))) found.push(seen);
		};
		await visitInSlices(processes, visit, this.#clock);
		return found;
	}

	#keyOf(seen: SeenProcess, sort: ProcessSort): number | string | null {
		if (sort === "utilization") return utilizationOf(seen);
		if (sort === "residentBytes") return seen.residentPages;
		if (!isIo(sort)) return seen[sort];
		const io = this.#io.measure(seen);
		return typeof io === "string" ? null : io[sort];
	}

	async #tell(walk: Walk, shown: SeenProcess[], query?: ProcessQuery): Promise<ProcessList> {
		const { processArguments } = this.#options;
		if (processArguments) await this.#locked.readCommands(shown);
		await this.#locked.measureMemory(shown);
		return this.#encode(walk, shown, { query });
	}

	#encode(
		walk: Walk,
		shown: SeenProcess[],
		{ query, isWatched = true }: { query?: ProcessQuery; isWatched?: boolean },
	): ProcessList {
		const { processes, missing } = encodeProcesses(
			this.#order(
				shown.map((seen) => this.#detail(seen, isWatched)),
				query,
			),
		);
		const totals = this.#count(walk, missing);
		const hasMissing = Object.keys(missing).length > 0;
		return { time: walk.time, ...totals, processes, ...(hasMissing && { missing }) };
	}

	#detail(seen: SeenProcess, isWatched: boolean): ProcessDetails {
		const { procRoot } = this.#options;
		const { pageBytes } = this.#constants;
		const processArguments = isWatched && this.#options.processArguments;
		return {
			seen,
			...this.#facts.of(seen),
			residentBytes: isWatched
				? readResidentBytes(procRoot, seen, pageBytes)
				: countResidentBytes(seen, pageBytes),
			proportionalBytes: isWatched ? this.#locked.proportionalBytes(seen) : unwatched,
			io: isWatched ? this.#io.measure(seen) : this.#io.follow(seen),
			...(processArguments && { command: this.#locked.command(seen) }),
		};
	}

	// What is shown was read more exactly than what it was chosen by: it must still stand in its order.
	#order(details: ProcessDetails[], query: ProcessQuery | undefined): ProcessDetails[] {
		if (query?.sort !== "residentBytes") return details;
		const bytesOf = ({ residentBytes }: ProcessDetails) =>
			typeof residentBytes === "number" ? residentBytes : null;
		return sortProcesses(details, query.order, bytesOf, ({ seen }) => seen);
	}

	#count({ processes, hidden }: Walk, missing: Record<string, string>) {
		if (hidden > 0) {
			const reason = `${hidden} processes may not be looked at`;
			Object.assign(missing, { running: reason, threads: reason });
			return { total: processes.length + hidden, running: null, threads: null };
		}
		const running = processes.filter(({ state }) => state === "running").length;
		const threads = processes.reduce((sum, one) => sum + one.threads, 0);
		return { total: processes.length, running, threads };
	}
}

const itself = (seen: SeenProcess) => seen;

function isIo(sort: ProcessSort): sort is keyof Process & ("readBytesPerSecond" | "writtenBytesPerSecond") {
	return sort === "readBytesPerSecond" || sort === "writtenBytesPerSecond";
}
