import { PassThrough } from "node:stream";
import { expect, it, vi } from "vitest";
import type { JobNews } from "../types";
import { Output } from "./output";

const linesOf = (told: JobNews[]) =>
	told.flatMap((one) => (one.kind === "log" && "text" in one.words ? one.words.text : []));

it("lets whoever writes wait while nobody takes what was told", async () => {
	const output = new Output({ progress: { kind: "exit" }, send: () => new Promise(() => {}) });
	const stream = new PassThrough();
	output.attach(stream, "stdout");
	let written = 0;
	const chunk = `${"x".repeat(99)}\n`.repeat(100);
	while (stream.write(chunk) && written < 100_000_000) {
		written += chunk.length;
		await new Promise(setImmediate);
	}
	await vi.waitFor(() => expect(stream.isPaused()).toBe(true));
	expect(written).toBeLessThan(2_000_000);
});

it("keeps the order of each of the two, and tells all before it is closed", async () => {
	const told: JobNews[] = [];
	const output = new Output({ progress: { kind: "exit" }, send: async (news) => void told.push(...news) });
	const [stdout, stderr] = [new PassThrough(), new PassThrough()];
	output.attach(stdout, "stdout");
	output.attach(stderr, "stderr");
	for (let index = 0; index < 100; index++) {
		stdout.write(`o${index}\n`);
		stderr.write(`e${index}\n`);
	}
	stdout.end("last");
	stderr.end();
	await vi.waitFor(() => expect(output.isEnded).toBe(true));
	output.close();
	const lines = linesOf(told);
	const expected = Array.from({ length: 100 }, (_, index) => index);
	expect(lines.filter((line) => line.startsWith("o"))).toEqual(expected.map((index) => `o${index}`));
	expect(lines.filter((line) => line.startsWith("e"))).toEqual(expected.map((index) => `e${index}`));
	expect(lines.at(-1)).toBe("last");
});

it("tells what there is when it is closed while somebody still writes", () => {
	const told: JobNews[] = [];
	const output = new Output({ progress: { kind: "exit" }, send: async (news) => void told.push(...news) });
	const stream = new PassThrough();
	output.attach(stream, "stdout");
	stream.emit("data", Buffer.from("line\nhalf a"));
	output.close();
	expect(linesOf(told)).toEqual(["line", "half a"]);
	expect(stream.destroyed).toBe(true);
});
