import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseProcessStat } from "./process-stat";
import { cleanCommand, cleanName } from "./process-text";

const capture = (name: string) => readFileSync(join(import.meta.dirname, "fixtures/6.18", name));
const read = (name: string) => parseProcessStat(capture(name));
const nameOf = (name: string) => cleanName(read(name)?.rawName ?? "unread");

describe("a process whose name is made to deceive", () => {
	it("does not pass brackets in its name for the end of it", () => {
		expect(read("stat-brackets")).toMatchObject({ state: "sleeping", threads: 1, startTicks: 251_741 });
		expect(nameOf("stat-brackets")).toBe(") R 1 (a) Z 0 9");
	});

	it("does not break the line with its name", () => {
		expect(read("stat-newline")).toMatchObject({ state: "sleeping", residentPages: 2_815 });
		expect(nameOf("stat-newline")).toBe("a Uid: 0 0");
	});

	it("does not get control characters, turned text or what is no UTF-8 to the reader", () => {
		expect(read("stat-bytes")).toMatchObject({ state: "sleeping" });
		expect(nameOf("stat-bytes")).toBe("\ufffd\ufffd\ufffd\ufffd[31m");
	});

	it("may have no name at all", () => {
		expect(read("stat-empty-name")).toMatchObject({ rawName: "", state: "sleeping" });
	});
});

describe("the file that tells of a process", () => {
	it("tells of its state, its threads and its memory", () => {
		expect(read("stat-threads")).toEqual({
			rawName: "python3",
			state: "sleeping",
			childFaults: 0,
			ticks: 0,
			threads: 4,
			startTicks: 251_893,
			residentPages: 2_789,
		});
		expect(read("stat-stopped")?.state).toBe("stopped");
		expect(read("stat-zombie")).toMatchObject({ state: "zombie", residentPages: 0 });
		expect(read("stat-kernel-thread")).toMatchObject({ rawName: "kthreadd", residentPages: 0 });
	});

	const fields = "S 1 7 7 0 -1 4194560 10 309516 0 82 1677 44 158 99 -2 0 12 0 82375 56274944 1981";
	const line = (rest: string) => Buffer.from(`7 (vim) ${rest}`);

	it("may come from an old kernel with fewer columns, or a new one with more", () => {
		const expected = {
			childFaults: 309_516,
			ticks: 1_721,
			threads: 12,
			startTicks: 82_375,
			residentPages: 1_981,
		};
		expect(parseProcessStat(line(`${fields}\n`))).toMatchObject(expected);
		expect(parseProcessStat(line(`${fields}${" 7".repeat(60)}\n`))).toMatchObject(expected);
	});

	it("may hold counters as large as the kernel can count", () => {
		const huge = fields.replace("1677 44", "18446744073709551615 0");
		expect(parseProcessStat(line(`${huge} 0\n`))?.ticks).toBeCloseTo(2 ** 64, -5);
	});

	it("is not guessed at when it is cut off, at whatever place", () => {
		const whole = line(`${fields} 1`);
		const end = whole.length - 2;
		for (let length = 0; length <= end; length++)
			expect(parseProcessStat(whole, length), String(length)).toBeNull();
		expect(parseProcessStat(whole, end + 1)).not.toBeNull();
	});

	it("is not guessed at when it is damaged, or of a process that is dead", () => {
		expect(parseProcessStat(line(fields.replace("1677", "16x7")))).toBeNull();
		expect(parseProcessStat(line(`${fields.replace("S", "X")} 1`))).toBeNull();
		expect(parseProcessStat(Buffer.from("7 vim S 1"))).toBeNull();
		expect(parseProcessStat(line(`${fields.replace("S", "?")} 1`))?.state).toBeNull();
	});

	it("is not read beyond its end, where the buffer holds what was read before", () => {
		const bytes = Buffer.from(`7 (vim) ${fields} 1\n) Z 9 9 9`);
		expect(parseProcessStat(bytes, `7 (vim) ${fields} 1\n`.length)).toMatchObject({ rawName: "vim" });
	});
});

it("shows a command in one line of at most 200 characters", () => {
	expect(cleanCommand(Buffer.from("sh\0-c\0a\nb\u001b[2J\0\0"))).toBe("sh -c a b\ufffd[2J");
	expect(cleanCommand(Buffer.from("x".repeat(5_000)))).toHaveLength(200);
	expect(cleanCommand(Buffer.alloc(0))).toBe("");
});
