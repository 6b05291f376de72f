import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SlowSource } from "./slow-source";

type Library = typeof import("systeminformation");

let nowMs: number;
let source: SlowSource;

beforeEach(() => {
	vi.useFakeTimers();
	nowMs = 0;
	source = new SlowSource(
		async () => ({}) as Library,
		() => nowMs,
	);
});

afterEach(() => {
	vi.useRealTimers();
});

const outcome = async (answer: Promise<unknown>) => {
	const settled = answer.then(
		(value) => value,
		(error: Error) => error.message,
	);
	await vi.advanceTimersByTimeAsync(5_000);
	return settled;
};

const never = () => new Promise<never>(() => {});

it("gives a call up after five seconds, and asks nothing of it again while it hangs", async () => {
	const call = vi.fn(never);
	expect(await outcome(source.ask("fsSize", call))).toBe("did not answer within 5 s");
	expect(await outcome(source.ask("fsSize", call))).toBe("still not answering");
	expect(call).toHaveBeenCalledTimes(1);
});

it("goes on with other calls after one that hangs", async () => {
	const hanging = outcome(source.ask("fsSize", never));
	const next = outcome(source.ask("mem", async () => 1));
	expect(await hanging).toBe("did not answer within 5 s");
	expect(await next).toBe(1);
});

it("asks no more for five minutes after three failures in a row", async () => {
	const call = vi.fn(async () => {
		throw new Error("no such program");
	});
	for (let failure = 0; failure < 3; failure++) {
		expect(await outcome(source.ask("cpu", call))).toBe("no such program");
	}
	nowMs = 299_999;
	expect(await outcome(source.ask("cpu", call))).toBe("given up for now: it failed three times");
	expect(call).toHaveBeenCalledTimes(3);
	nowMs = 300_000;
	expect(await outcome(source.ask("cpu", async () => "there"))).toBe("there");
});

it("makes one call at a time, as earlier readings are shared inside the library", async () => {
	let running = 0;
	let most = 0;
	const call = async () => {
		most = Math.max(most, ++running);
		await new Promise((resolve) => setTimeout(resolve, 100));
		running--;
	};
	const all = Promise.all([source.ask("a", call), source.ask("b", call), source.ask("c", call)]);
	await vi.advanceTimersByTimeAsync(300);
	await all;
	expect(most).toBe(1);
});

it("fails by the reason when the library itself cannot be loaded", async () => {
	const broken = new SlowSource(async () => {
		throw new Error("not installed");
	});
	expect(await outcome(broken.ask("mem", async () => 1))).toBe("not installed");
});
