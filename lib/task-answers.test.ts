import { expect, it, vi } from "vitest";
import { createTaskAnswers } from "./task-answers";

const sources = () => ({
	history: {
		ask: vi.fn(async (subject: string) => new TextEncoder().encode(subject)),
		keepOwn: vi.fn(async (readings: readonly unknown[]) => ({ kept: readings.length, reason: null })),
	},
	uploads: { find: vi.fn(async (id: string) => `/${id}.csv`), forget: vi.fn(async () => {}) },
	about: () => ({ host: "a", version: "1", timezone: "UTC" }),
});
const { signal } = new AbortController();

it.each(["append", "constructor", "__proto__", "close", "whyNoProcesses", ""])(
	"refuses to be asked %j",
	async (subject) => {
		await expect(createTaskAnswers(sources())("job", subject, null, signal)).rejects.toThrow(RangeError);
	},
);

it("hands each question to whoever knows", async () => {
	const known = sources();
	const ask = (subject: string, data: unknown) => createTaskAnswers(known)("job", subject, data, signal);
	expect(await ask("csv", { from: 1 })).toEqual(new TextEncoder().encode("csv"));
	expect(known.history.ask).toHaveBeenCalledWith("csv", { from: 1 }, signal);
	expect(await ask("keepOwn", [1, 2])).toEqual({ kept: 2, reason: null });
	expect(await ask("upload", { id: "x" })).toBe("/x.csv");
	await ask("forgetUpload", { id: "x" });
	expect(known.uploads.forget).toHaveBeenCalledWith("x");
	expect(await ask("server", null)).toMatchObject({ host: "a" });
});
