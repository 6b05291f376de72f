import { expect, it, vi } from "vitest";
import { frame } from "./framed";
import { createOwnHistory } from "./own-history";

const minute = { from: 0, to: 60_000, stepMs: 1_000 };

function createSource(head: object, answer: object = {}) {
	return {
		ask: vi.fn(async (_subject: string, _data: unknown) =>
			frame(head, new TextEncoder().encode(JSON.stringify(answer))),
		),
		keepOwn: vi.fn(async () => ({ kept: 0, reason: "no room" as string | null })),
	};
}

it("says why they are not kept, also where the history fails", async () => {
	const source = createSource({});
	const { keep } = createOwnHistory(source);
	expect(await keep([])).toBe("no room");
	source.keepOwn.mockRejectedValueOnce(new Error("it hangs"));
	expect(await keep([])).toBe("it hangs");
});

it("fails where the history refuses to tell them", async () => {
	const { read } = createOwnHistory(createSource({ refused: "metric: expected another" }));
	await expect(read(["stock.price"], minute)).rejects.toThrow("metric: expected another");
});

it("asks for each step, and of very many series for no more than one answer holds", async () => {
	const series = [{ metric: "stock.price", unit: null, points: [] }];
	const source = createSource({}, { series });
	const { read } = createOwnHistory(source);
	expect(await read(["stock.price"], minute)).toEqual(series);
	expect(source.ask).toHaveBeenLastCalledWith("range", expect.objectContaining({ points: 62, tier: null }));
	await read(
		Array.from({ length: 10_000 }, (_, index) => `stock.n${index}`),
		minute,
	);
	expect(source.ask).toHaveBeenLastCalledWith("range", expect.objectContaining({ points: 10 }));
});
