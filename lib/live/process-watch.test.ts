import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProcessList, ProcessQuery } from "@/lib/metrics/types";
import { linuxSchedule, paceOf } from "@/lib/schedule";
import { ProcessWatch } from "./process-watch";
import type { PageState } from "./types";

const busiest: ProcessQuery = { search: "", sort: "utilization", order: "desc", limit: 16 };
const reading = (total: number): ProcessList => ({ time: 1, total, running: 1, threads: 1, processes: [] });

let connected: boolean;
let tellState: () => void;
let put: ProcessList[];
let troubles: (string | null)[];
let asked: { url: string; signal: AbortSignal; answer: (response: Response | Error) => void }[];
let watch: ProcessWatch;

beforeEach(() => {
	vi.useFakeTimers();
	connected = true;
	put = [];
	asked = [];
	const store = {
		get connected() {
			return connected;
		},
		page: { intervalMs: 1_000, pace: paceOf(linuxSchedule, 1_000, { watched: true }) } as PageState,
		on: (_topic: string, listener: () => void) => {
			tellState = listener;
			return () => {};
		},
		put: (_name: string, one: unknown) => put.push(one as ProcessList),
	};
	const ask = (url: string, { signal }: { signal: AbortSignal }) =>
		new Promise((resolve, reject) => {
			const answer = (response: Response | Error) =>
				response instanceof Error ? reject(response) : resolve(response);
			signal.addEventListener("abort", () => reject(signal.reason));
			asked.push({ url, signal, answer });
		});
	troubles = [];
	watch = new ProcessWatch(store as never, {
		onTrouble: (trouble) => troubles.push(trouble),
		fetch: ask as typeof fetch,
	});
	watch.ask(busiest);
});
afterEach(async () => {
	watch.close();
	await pass(0);
	expect(vi.getTimerCount()).toBe(0);
	vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
async function answer(total: number, of = asked.at(-1)) {
	of?.answer(Response.json(reading(total)));
	await pass(0);
}

describe("while nobody can see the panel, or nothing is true", () => {
	it("asks for nothing, and lets go of what was asked", async () => {
		await pass(10_000);
		expect(asked).toHaveLength(0);
		watch.setSeen(true);
		await pass(149);
		watch.setSeen(false);
		await pass(10_000);
		expect(asked).toHaveLength(0);
		watch.setSeen(true);
		await pass(150);
		watch.setSeen(false);
		expect(asked[0]?.signal.aborted).toBe(true);
		await pass(10_000);
		expect([asked.length, put.length]).toEqual([1, 0]);
		connected = false;
		watch.setSeen(true);
		await pass(10_000);
		expect(asked).toHaveLength(1);
		connected = true;
		tellState();
		await pass(150);
		expect(asked).toHaveLength(2);
	});
});

describe("while the panel is seen", () => {
	beforeEach(async () => {
		watch.setSeen(true);
		await pass(150);
	});

	it("asks each two seconds, and never twice at once", async () => {
		expect(asked[0]?.url).toBe("/api/processes?search=&sort=utilization&order=desc&limit=16");
		tellState();
		await pass(3_000);
		expect(asked).toHaveLength(1);
		await answer(1);
		await pass(1_999);
		expect(asked).toHaveLength(1);
		await pass(1);
		expect(asked).toHaveLength(2);
		expect(put).toEqual([reading(1)]);
	});

	it("does not let the answer to an old question come over that to a new one", async () => {
		watch.ask({ ...busiest, search: "a&b" });
		await pass(200);
		expect(asked[0]?.signal.aborted).toBe(true);
		expect(asked[1]?.url).toContain("search=a%26b&");
		await answer(2);
		await answer(1, asked[0]);
		expect(put).toEqual([reading(2)]);
	});

	it("asks five times a second at most, however fast somebody types", async () => {
		for (const search of ["n", "no", "nod", "node"]) {
			watch.ask({ ...busiest, search });
			await pass(50);
		}
		await pass(200);
		expect(asked.length).toBeLessThanOrEqual(3);
		expect(asked.at(-1)?.url).toContain("search=node&");
	});

	it("tells why there is nothing", async () => {
		const error = { code: "no_processes", message: "The processes cannot be told: no answer." };
		asked[0]?.answer(Response.json({ error }, { status: 503 }));
		await pass(2_000);
		await answer(1);
		await pass(2_000);
		asked[2]?.answer(new Response("<html>", { status: 502 }));
		await pass(0);
		expect(troubles).toEqual([error.message, null]);
	});

	it("says nothing of its own about a session that is over: the page does", async () => {
		await answer(1);
		await pass(2_000);
		asked[1]?.answer(Response.json({ error: { code: "signed_out", message: "Sign in." } }, { status: 401 }));
		await pass(0);
		expect(troubles).toEqual([null]);
		expect(put).toEqual([reading(1)]);
	});

	it("keeps what it has when there is no answer, and asks again", async () => {
		await answer(1);
		await pass(2_000);
		asked[1]?.answer(new Response("{}", { status: 503 }));
		await pass(2_000);
		asked[2]?.answer(new TypeError("Failed to fetch"));
		await pass(2_000);
		expect(asked).toHaveLength(4);
		await pass(5_000);
		expect(asked[3]?.signal.aborted).toBe(true);
		await pass(2_000);
		await answer(2);
		expect(put).toEqual([reading(1), reading(2)]);
	});
});
