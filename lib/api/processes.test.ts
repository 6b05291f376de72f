import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { admitAll } from "@/lib/access/admit-all";
import type { ProcessQuery } from "@/lib/metrics/types";
import { getProcesses, headProcesses } from "./processes";

const key = Symbol.for("hostbeat.server");
const shared = globalThis as { [key]?: unknown };
const ask = (query = "") => getProcesses(new Request(`http://h/api/processes${query}`));
const processes = vi.fn(async (_query: ProcessQuery): Promise<object> => ({ total: 3, processes: [] }));

beforeEach(() => admitAll());
beforeEach(() => {
	shared[key] = { processes };
});
afterEach(() => {
	delete shared[key];
	processes.mockReset();
});

describe("GET /api/processes", () => {
	it("answers 503 with the reason when the sampler does not answer, and not with an empty list", async () => {
		processes.mockRejectedValue(new Error("no answer within 4500 ms"));
		const answer = await ask();
		expect([answer.status, answer.headers.get("retry-after"), answer.headers.get("cache-control")]).toEqual([
			503,
			"2",
			"no-store, no-transform",
		]);
		expect(await answer.json()).toEqual({
			error: { code: "no_processes", message: "The processes cannot be told: no answer within 4500 ms." },
		});
	});

	it.each([
		["?sort=cpu", /^sort: expected one of utilization, residentBytes, .*; got "cpu"$/],
		["?order=up", 'order: expected one of asc, desc; got "up"'],
		["?limit=0", 'limit: expected one whole number from 1 to 100, got "0"'],
		["?limit=101", 'limit: expected one whole number from 1 to 100, got "101"'],
		[`?search=${"x".repeat(101)}`, "search: expected one value of at most 100 characters, got 1 of 101"],
		["?kill=1", 'expected parameters out of search, sort, order, limit; got "kill"'],
	])("answers 400 to %s without asking the sampler, also to HEAD", async (query, message) => {
		const answer = await ask(query);
		expect(answer.status).toBe(400);
		expect((await answer.json()).error.message).toEqual(
			typeof message === "string" ? message : expect.stringMatching(message),
		);
		expect(headProcesses(new Request(`http://h/api/processes${query}`)).status).toBe(400);
		expect(processes).not.toHaveBeenCalled();
	});

	it("asks for the busiest 16 unless told otherwise, and is kept by no cache", async () => {
		processes.mockResolvedValue({ total: 3, processes: [] });
		const answer = await ask("?_=1");
		expect([answer.status, answer.headers.get("cache-control"), await answer.json()]).toEqual([
			200,
			"no-store",
			{ total: 3, processes: [] },
		]);
		await ask("?search=%20a%2Fb+&sort=residentBytes&limit=100");
		await ask("?sort=name");
		expect(processes.mock.calls).toEqual([
			[{ search: "", sort: "utilization", order: "desc", limit: 16 }],
			[{ search: "a/b", sort: "residentBytes", order: "desc", limit: 100 }],
			[{ search: "", sort: "name", order: "asc", limit: 16 }],
		]);
	});

	it("tells HEAD its headers alone, and reads nothing for it", async () => {
		const answer = headProcesses(new Request("http://h/api/processes", { method: "HEAD" }));
		expect([answer.status, answer.headers.get("cache-control"), await answer.text()]).toEqual([
			200,
			"no-store",
			"",
		]);
		expect(answer.headers.get("content-type")).toBe("application/json");
		expect(processes).not.toHaveBeenCalled();
	});
});
