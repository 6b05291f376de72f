import { describe, expect, it, vi } from "vitest";
import { sampleJob } from "@/lib/job-store.contract";
import { MemoryJobs } from "./memory-jobs.fixture";
import { MessagePages } from "./message-pages";
import type { JobMessage } from "./types";

const { id } = sampleJob(1);
const lines = (from: number, to: number, text = "x"): JobMessage[] =>
	Array.from({ length: to - from + 1 }, (_, index) => ({
		...{ seq: from + index, time: 1, kind: "log", source: "stdout", words: { text } },
	}));

async function fill(count: number, text?: string) {
	const store = new MemoryJobs();
	await store.append(id, lines(1, count, text));
	const asked = vi.spyOn(store, "messages");
	const read = async (pages: MessagePages, after: number) =>
		(await pages.read(id, after, 500)).map(({ seq }) => seq);
	return { store, asked, read, pages: new MessagePages(store) };
}

describe("MessagePages", () => {
	it("asks once for what many want at once, wherever they are in it, and not again", async () => {
		const { pages, asked, read } = await fill(2_000);
		const found = await Promise.all(Array.from({ length: 100 }, (_, index) => read(pages, 600 + index)));
		for (const [index, seqs] of found.entries()) {
			expect([seqs[0], seqs.at(-1)]).toEqual([601 + index, 1_000]);
		}
		await read(pages, 999);
		expect(asked).toHaveBeenCalledTimes(1);
		expect((await read(pages, 1_000))[0]).toBe(1_001);
	});

	it("has what came since to a page that was not full, and after a failure asks again", async () => {
		const { store, pages, asked, read } = await fill(10);
		expect(await read(pages, 8)).toEqual([9, 10]);
		await store.append(id, lines(11, 12));
		expect(await read(pages, 8)).toEqual([9, 10, 11, 12]);
		asked.mockRejectedValueOnce(new Error("the disk hangs"));
		await expect(read(pages, 8)).rejects.toThrow("the disk hangs");
		expect(await read(pages, 11)).toEqual([12]);
		expect(await read(pages, 12)).toEqual([]);
	});

	it("keeps no more than 16 MiB", async () => {
		const { pages, asked, read } = await fill(1_500, "x".repeat(5_000));
		for (const after of [0, 500, 1_000]) await read(pages, after);
		asked.mockClear();
		await read(pages, 1_000);
		expect(asked).not.toHaveBeenCalled();
		await read(pages, 0);
		expect(asked).toHaveBeenCalled();
	});
});
