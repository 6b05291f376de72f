import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Busiest } from "./busiest";

const noon = Date.UTC(2026, 0, 1, 12);
const hour = 3_600_000;

let asked: { url: string; signal: AbortSignal; settle: (body: object | Error) => Promise<void> }[];
let told: number;
let busiest: Busiest;

beforeEach(() => {
	vi.useFakeTimers();
	asked = [];
	told = 0;
	busiest = new Busiest({
		sort: "io",
		now: () => noon,
		fetch: ((url: string, { signal }: { signal: AbortSignal }) =>
			new Promise<Response>((resolve, reject) => {
				signal.addEventListener("abort", () => reject(new Error("aborted")));
				const settle = async (body: object | Error) => {
					if (body instanceof Error) reject(body);
					else resolve(Response.json(body, { status: "error" in body ? 500 : 200 }));
					await vi.advanceTimersByTimeAsync(0);
				};
				asked.push({ url, signal, settle });
			})) as typeof fetch,
	});
	busiest.on(() => {
		told++;
	});
});
afterEach(() => vi.useRealTimers());

const rest = (ms = 120) => vi.advanceTimersByTimeAsync(ms);
const answer = (name: string) => ({ processes: [{ pid: 7, name }] });
const nameAt = (time: number, stepMs = 1_000) => busiest.read(time, stepMs)?.processes[0]?.name;

describe("who it was", () => {
	it("is asked where somebody rests, and not where they pass", async () => {
		for (let minute = 60; minute > 0; minute--) {
			expect(nameAt(noon - minute * 60_000)).toBeUndefined();
			await rest(30);
		}
		expect(asked).toHaveLength(0);
		await rest();
		expect(asked.map(({ url }) => url)).toEqual([
			`/api/history/processes?from=${noon - 60_000}&to=${noon - 1}&sort=io&limit=3`,
		]);
	});

	it("is told when it is known, and is the same for all times of those minutes, without another question", async () => {
		nameAt(noon - hour + 7_000);
		await rest();
		// While it is waited for, the same is not asked for again.
		nameAt(noon - hour + 8_000);
		await rest(1_000);
		await asked[0]?.settle(answer("dd"));
		expect(told).toBe(1);
		expect([nameAt(noon - hour), nameAt(noon - hour + 59_000)]).toEqual(["dd", "dd"]);
		await rest(hour);
		expect(asked).toHaveLength(1);
		// A step of ten minutes is another question, of just those.
		nameAt(noon - hour, 600_000);
		await rest();
		expect(asked[1]?.url).toContain(`from=${noon - hour}&to=${noon - hour + 599_999}&`);
	});

	it("is that of the newest question: one that is overtaken is given up", async () => {
		nameAt(noon - 2 * hour);
		await rest();
		nameAt(noon - hour);
		await rest();
		expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
		await asked[1]?.settle(answer("new"));
		expect([nameAt(noon - hour), nameAt(noon - 2 * hour)]).toEqual(["new", undefined]);
		await rest();
		expect(asked, "the overtaken one is not taken for a failed one").toHaveLength(3);
	});

	it("is asked for again where it may have changed, and stays what it was meanwhile", async () => {
		nameAt(noon - 30_000);
		await rest();
		await asked[0]?.settle(answer("before"));
		await rest(9_000);
		nameAt(noon - 30_000);
		await rest();
		expect(asked).toHaveLength(1);
		await rest(1_000);
		expect(nameAt(noon - 30_000)).toBe("before");
		await rest();
		await asked[1]?.settle(answer("after"));
		expect(nameAt(noon - 30_000)).toBe("after");
	});

	it.each([
		["the server is away", new Error("refused")],
		["it answers with an error", { error: { message: "no" } }],
	])(
		"is not known while %s, which is neither told nor asked at each move, nor remembered for ever",
		async (_, failure) => {
			nameAt(noon - hour);
			await rest();
			await asked[0]?.settle(failure);
			for (let move = 0; move < 20; move++) {
				expect(nameAt(noon - hour)).toBeUndefined();
				await rest(400);
			}
			expect([told, asked.length]).toEqual([0, 1]);
			await rest(3_000);
			nameAt(noon - hour);
			await rest();
			await asked[1]?.settle(answer("dd"));
			expect([told, nameAt(noon - hour)]).toEqual([1, "dd"]);
		},
	);

	it("is waited for ten seconds", async () => {
		nameAt(noon - hour);
		await rest();
		await rest(10_000);
		expect(asked[0]?.signal.aborted).toBe(true);
	});

	it("is forgotten after two hundred others", async () => {
		for (let minute = 0; minute <= 200; minute++) {
			nameAt(noon - hour * 10 + minute * 60_000);
			await rest();
			await asked.at(-1)?.settle(answer(`p${minute}`));
		}
		expect(nameAt(noon - hour * 10)).toBeUndefined();
		expect(nameAt(noon - hour * 10 + 60_000)).toBe("p1");
	});
});
