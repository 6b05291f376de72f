import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reasonAt } from "@/lib/reason-at";
import type { ProcessList, ProcessQuery } from "../types";
import { nameOwner } from "./container-paths";
import { FakeProc } from "./fake-proc";
import { ProcessTable, type ProcessTableOptions } from "./process-table";

let proc: FakeProc;
let nowMs: number;
let slept: number[];
let whileAsleep: () => void;
let table: ProcessTable;

beforeEach(() => {
	proc = new FakeProc();
	nowMs = 100_000;
	slept = [];
	whileAsleep = () => {};
	table = create();
});
afterEach(() => proc.close());

function create(options: Partial<ProcessTableOptions> = {}) {
	return new ProcessTable({
		procRoot: proc.root,
		root: proc.host,
		paceMs: 2_000,
		processArguments: false,
		nameContainer: (path) => nameOwner(path, () => undefined),
		constants: { pageBytes: 4_096, ticksPerSecond: 100 },
		clock: {
			now: () => 1_000_000 + nowMs,
			monotonicMs: () => nowMs,
			pause: async () => {},
			sleep: async (ms) => {
				slept.push(ms);
				nowMs += ms;
				whileAsleep();
			},
		},
		...options,
	});
}

const everything: ProcessQuery = { search: "", sort: "utilization", order: "desc", limit: 100 };
const ask = async (query: Partial<ProcessQuery> = {}) => table.query({ ...everything, ...query });
const pids = async (query: Partial<ProcessQuery> = {}) => (await ask(query)).processes.map(({ pid }) => pid);

describe("what is told first, and after a time in which nobody looked", () => {
	it("has shares at once, of a quarter of a second", async () => {
		proc.set(7, { ticks: 5_000 });
		whileAsleep = () => proc.set(7, { ticks: 5_010 });
		const reading = await table.readTop(null);
		expect(reading).toMatchObject({ time: 1_100_250, processes: [{ pid: 7, utilization: 0.4 }] });
		expect(slept).toEqual([250]);
	});

	it("has no shares of the time in which nobody looked", async () => {
		proc.set(7, { ticks: 0 });
		await table.readTop(null);
		nowMs += 3_600_000;
		proc.set(7, { ticks: 100_000 });
		whileAsleep = () => proc.set(7, { ticks: 100_005 });
		expect((await table.readTop(null))?.processes[0]?.utilization).toBe(0.2);
		expect(slept).toEqual([250, 250]);
	});

	it("is told once to those who follow, and walked for once for all who ask", async () => {
		proc.set(7);
		const [one, other] = await Promise.all([table.readTop(null), ask()]);
		expect(slept).toEqual([250]);
		expect(other.time).toBe(one?.time);
		expect(await table.readTop(one)).toBeNull();
		nowMs += 2_000;
		expect((await table.readTop(one))?.time).toBe(1_102_250);
		nowMs += 2_900;
		expect((await ask()).time).toBe(1_102_250);
		nowMs += 200;
		expect((await ask()).time).toBe(1_105_350);
	});
});

describe("what is told of a process", () => {
	it("is its user, its container and what it uses", async () => {
		proc.set(7, {
			uid: 1_000,
			cgroup: "/system.slice/web.service",
			pages: 100,
			threads: 3,
			io: [0, 0],
			pssKib: 300,
		});
		proc.set(8, { uid: 4_242, state: "R" });
		whileAsleep = () =>
			proc.set(7, { cgroup: "/system.slice/web.service", pages: 100, threads: 3, ticks: 25 });
		await ask();
		nowMs += 2_000;
		proc.set(7, { ticks: 25, pages: 100, threads: 3, io: [4_000, 9_000] });
		const { processes, ...totals } = await table.readTop(null).then((reading) => ask().then(() => reading!));
		expect(totals).toMatchObject({ total: 2, running: 1, threads: 4 });
		expect(processes.find(({ pid }) => pid === 7)).toEqual({
			pid: 7,
			name: "sleep",
			user: "ada",
			state: "sleeping",
			threads: 3,
			utilization: 0,
			residentBytes: 409_600,
			proportionalBytes: 307_200,
			readBytesPerSecond: 2_000,
			writtenBytesPerSecond: 4_500,
			container: "web.service",
		});
		expect(processes.find(({ pid }) => pid === 8)?.user).toBe("4242");
	});

	it("has a reason for each value that is not known", async () => {
		proc.set(7, { io: [0, 0], pssKib: 1 });
		proc.set(8, { uid: 4_242 });
		const { processes, missing } = await ask({ sort: "pid", order: "asc" });
		for (const [index, row] of processes.entries()) {
			for (const [field, value] of Object.entries(row)) {
				if (value === null) expect(reasonAt(missing, `processes.${index}.${field}`), field).toBeTruthy();
			}
		}
		expect(reasonAt(missing, "processes.0.readBytesPerSecond")).toBe("first reading");
		expect(reasonAt(missing, "processes.1.readBytesPerSecond")).toBe("not told by this system");
		expect(reasonAt(missing, "processes.1.container")).toBe("in no container or service");
	});

	it("does not count what children have moved as what their parent moves now", async () => {
		proc.set(7, { io: [0, 0], childFaults: 10 });
		await ask();
		nowMs += 2_000;
		proc.set(7, { io: [9_000_000_000, 0], childFaults: 700 });
		nowMs += 2_000;
		const { processes, missing } = await ask();
		expect(processes[0]?.readBytesPerSecond).toBeNull();
		expect(reasonAt(missing, "processes.0.readBytesPerSecond")).toBe("it holds that of children which ended");
	});

	it("never is its arguments, unless that was asked for", async () => {
		proc.set(7, { command: "mysql\0-phunter2\0" });
		expect(JSON.stringify([await ask(), await table.readTop(null)])).not.toContain("hunter2");
		expect(await pids({ search: "hunter2" })).toEqual([]);
		table = create({ processArguments: true });
		expect((await ask()).processes[0]?.command).toBe("mysql -phunter2");
		expect(await pids({ search: "HUNTER" })).toEqual([7]);
	});

	it("is named by the container's own names where somebody knows them", async () => {
		table = create({ nameContainer: (path) => (path === "/docker/7" ? "shop-db" : null) });
		proc.set(7, { cgroup: "/docker/7" });
		proc.set(8, { cgroup: "/docker/8" });
		expect(await pids({ search: "shop" })).toEqual([7]);
	});
});

describe("a query", () => {
	beforeEach(() => {
		proc.set(12, { name: "Beta", pages: 30, threads: 2, io: [0, 0] });
		proc.set(120, { name: "alpha", pages: 20, threads: 9, uid: 0, io: [0, 0] });
		proc.set(9, { name: "gamma", pages: 10, threads: 1 });
		whileAsleep = () => proc.set(9, { name: "gamma", pages: 10, threads: 1, ticks: 20 });
	});

	it("sorts by each of its fields, the unknown last in either order", async () => {
		expect(await pids()).toEqual([9, 12, 120]);
		expect(await pids({ order: "asc" })).toEqual([12, 120, 9]);
		expect(await pids({ sort: "residentBytes" })).toEqual([12, 120, 9]);
		expect(await pids({ sort: "threads" })).toEqual([120, 12, 9]);
		expect(await pids({ sort: "pid", order: "asc" })).toEqual([9, 12, 120]);
		expect(await pids({ sort: "name", order: "asc" })).toEqual([120, 12, 9]);
		await pids({ sort: "writtenBytesPerSecond" });
		nowMs += 2_000;
		proc.set(12, { name: "Beta", pages: 30, io: [0, 500] });
		proc.set(120, { name: "alpha", pages: 20, uid: 0, io: [0, 100] });
		nowMs += 1_500;
		expect(await pids({ sort: "writtenBytesPerSecond" })).toEqual([12, 120, 9]);
		expect(await pids({ sort: "writtenBytesPerSecond", order: "asc" })).toEqual([120, 12, 9]);
	});

	it("finds by name, number and user, and says how many there are", async () => {
		expect(await pids({ search: "ETA" })).toEqual([12]);
		expect((await pids({ search: "12" })).sort()).toEqual([12, 120]);
		expect(await pids({ search: "root" })).toEqual([120]);
		expect(await pids({ search: ".*" })).toEqual([]);
		const reading = await ask({ search: "a", limit: 1 });
		expect(reading).toMatchObject({ total: 3, matched: 3, tier: "warm", processes: [{ pid: 9 }] });
		expect(await ask({ search: "nothing" })).toMatchObject({ total: 3, matched: 0, processes: [] });
	});

	it("says why there is no answer", async () => {
		table = create({ procRoot: "/nowhere/proc" });
		await expect(ask()).rejects.toThrow("/nowhere/proc cannot be read (ENOENT)");
	});
});

it("tells of 2,000 processes in less than 4 KB: the six busiest, the five largest, and the three that move most", async () => {
	const busy = [1, 2, 3, 4, 5, 6];
	const moving = [11, 12, 13];
	const large = [1_996, 1_997, 1_998, 1_999, 2_000];
	const shown = new Set([...busy, ...moving, ...large]);
	const describeProcess = (pid: number, isLater: boolean) => ({
		name: "ordinary-worker",
		cgroup: `/system.slice/docker-${"9ec39b91f3d70e1b".repeat(4)}.scope`,
		...{ pages: 1_000_000 + pid, threads: 1_200, pssKib: 4_000_000 + pid },
		isBare: !shown.has(pid) && pid !== 14,
		ticks: isLater ? Math.max(3, (7 - pid) * 10) : 0,
		// All that are shown have something to tell there, or the reasons would be shorter.
		io: [0, isLater ? (pid > 10 && pid < 15 ? pid * 1e9 : 1e9) : 0] as [number, number],
	});
	const set = (isLater: boolean) => {
		for (let pid = 1; pid <= 2_000; pid++) {
			if (!isLater || shown.has(pid) || pid === 14) proc.set(2_000_000 + pid, describeProcess(pid, isLater));
		}
	};
	set(false);
	const first = await table.readTop(null);
	proc.set(2_000_014, { ...describeProcess(14, false), ticks: 1, io: [0, 5e8] });
	nowMs += 2_000;
	for (const pid of shown) proc.set(2_000_000 + pid, describeProcess(pid, true));
	const reading = await table.readTop(first);
	expect(reading?.processes.map(({ pid }) => pid - 2_000_000)).toEqual([
		...busy,
		...large.toReversed(),
		...moving.toReversed(),
	]);
	expect(reading).toMatchObject({ total: 2_000, threads: 2_400_000 });
	expect(reading?.processes.at(-1)?.writtenBytesPerSecond).toBe(5.5e9);
	expect(reading).not.toHaveProperty("missing");
	expect(Buffer.byteLength(JSON.stringify(reading))).toBeLessThan(4_000);
}, 20_000);

describe("what is told while nobody looks", () => {
	beforeEach(() => {
		table = create({ restMs: 10_000, processArguments: true });
	});
	const readUnwatched = async () => (await table.readTop(null, false)) as ProcessList;

	it("has no arguments, and no share of memory for which all its pages would be looked at", async () => {
		proc.set(7, { command: "mysql\0-phunter2\0", pssKib: 300, uid: 0 });
		const { processes, missing } = await readUnwatched();
		expect(processes).toMatchObject([
			{ pid: 7, user: "root", residentBytes: 40_960, proportionalBytes: null },
		]);
		expect(processes[0]).not.toHaveProperty("command");
		expect(reasonAt(missing, "processes.0.proportionalBytes")).toBe("measured only while somebody looks");
		nowMs += 2_000;
		const watched = await table.readTop(null);
		expect(watched?.processes).toMatchObject([{ command: "mysql -phunter2", proportionalBytes: 307_200 }]);
	});

	it("is of all the time since the walk before, which who looks then does not wait for again", async () => {
		proc.set(7, { ticks: 0 });
		await readUnwatched();
		nowMs += 10_000;
		proc.set(7, { ticks: 500 });
		expect((await readUnwatched()).processes).toMatchObject([{ pid: 7, utilization: 0.5 }]);
		nowMs += 8_000;
		proc.set(7, { ticks: 1_300 });
		expect((await ask()).processes).toMatchObject([{ pid: 7, utilization: 1 }]);
		expect(slept).toEqual([250]);
	});

	it("names who moves most bytes, also where it began after the walk before and hardly works", async () => {
		for (let pid = 1; pid <= 20; pid++) proc.set(pid, { pages: 100 + pid, ticks: 0, io: [0, 0] });
		await readUnwatched();
		nowMs += 10_000;
		for (let pid = 11; pid <= 20; pid++) proc.set(pid, { pages: 100 + pid, ticks: 50 + pid, io: [0, 0] });
		proc.set(30, { pages: 1, ticks: 1, start: 200, io: [0, 1_000_000] });
		const { processes } = await readUnwatched();
		expect(processes.find(({ pid }) => pid === 30)).toMatchObject({ writtenBytesPerSecond: 100_000 });
		expect(processes).toHaveLength(7);
	});

	it("reads no traffic of who did nothing, and tells that of who wakes over a pace or two, not over all its rest", async () => {
		const find = ({ processes }: ProcessList) => processes.find(({ pid }) => pid === 7);
		for (let pid = 21; pid <= 40; pid++) proc.set(pid, { pages: 100, ticks: 9 });
		proc.set(7, { ticks: 5, pages: 1, io: [0, 0] });
		await readUnwatched();
		proc.set(7, { ticks: 5, pages: 1, io: [3_000, 0] });
		for (let walk = 0; walk < 6; walk++) {
			nowMs += 10_000;
			expect(find(await readUnwatched())).toBeUndefined();
		}
		nowMs += 10_000;
		proc.set(7, { ticks: 6, pages: 1, io: [4_000, 0] });
		expect(find(await readUnwatched())?.readBytesPerSecond).toBeGreaterThanOrEqual(200);
	});
});
