import { describe, expect, it } from "vitest";
import { reasonAt } from "@/lib/reason-at";
import type { ProcessList, ProcessQuery } from "../types";
import { createPortableProcessCollector } from "./portable-process";
import { SlowSource } from "./slow-source";

const listed = (pid: number, of: object = {}) => ({
	...{ pid, name: "node", command: "node", params: "", path: "/usr/bin", cpu: 50, memRss: 1_024 },
	...{ state: "sleeping", user: "ada" },
	...of,
});
const at = { time: 0, monotonicMs: 0 };

function create(platform: NodeJS.Platform, lists: object[][], processArguments = false) {
	let calls = 0;
	const library = { processes: async () => ({ list: lists[Math.min(calls++, lists.length - 1)] }) };
	const source = new SlowSource(async () => library as unknown as typeof import("systeminformation"));
	const clock = { monotonicMs: () => 0, now: () => 5_000 };
	const options = { platform, paceMs: 10_000, processArguments, ...clock };
	return createPortableProcessCollector(source, options);
}
const everything: ProcessQuery = { search: "", sort: "utilization", order: "desc", limit: 9 };
const ask = (of: ReturnType<typeof create>, query: Partial<ProcessQuery> = {}) =>
	of.answer?.({ ...everything, ...query }) as Promise<ProcessList>;

describe("the processes of other systems", () => {
	it("do not show the arguments that the library takes for a part of a name", async () => {
		const list = [listed(1, { name: "mytool --token hunter2", command: "mytool --token hunter2", path: "" })];
		expect(JSON.stringify(await create("darwin", [list]).collect(at))).not.toContain("hunter2");
		const [row] = (await ask(create("darwin", [list], true), { search: "hunter" })).processes;
		expect(row).toMatchObject({ name: "mytool", command: "mytool --token hunter2" });
	});

	it("have no shares of their whole life: Windows gives those in the library's first answer", async () => {
		const of = create("win32", [[listed(1)], [listed(1, { cpu: 0 }), listed(2)]]);
		expect((await of.collect(at))?.processes[0]).toMatchObject({ utilization: null });
		expect((await of.collect(at))?.processes.map(({ utilization }) => utilization)).toEqual([0, null]);
	});

	it("have a reason for all that is not told of them", async () => {
		const reading = await create("darwin", [[listed(1, { state: "unknown", memRss: 0 })]]).collect(at);
		expect(reading).toMatchObject({
			time: 5_000,
			total: 1,
			running: null,
			threads: null,
			missing: { running: "not told by this system", threads: "not told by this system" },
		});
		for (const [field, value] of Object.entries(reading?.processes[0] ?? {})) {
			if (value === null) expect(reasonAt(reading?.missing, `processes.0.${field}`), field).toBeTruthy();
		}
		await expect(create("win32", [[]]).collect(at)).rejects.toThrow("not told by this system");
	});

	it("are searched and sorted without asking anew", async () => {
		const list = [
			listed(1, { cpu: 10, name: "zsh" }),
			listed(2, { state: "running" }),
			listed(3, { user: "bo" }),
		];
		const of = create("darwin", [list, []]);
		expect(await ask(of, { sort: "name", order: "asc" })).toMatchObject({ total: 3, running: 1, matched: 3 });
		expect((await ask(of, { search: "ada" })).processes.map(({ pid }) => pid)).toEqual([2, 1]);
		expect((await ask(of, { sort: "pid", order: "asc", limit: 1 })).processes.map(({ pid }) => pid)).toEqual([
			1,
		]);
	});
});
