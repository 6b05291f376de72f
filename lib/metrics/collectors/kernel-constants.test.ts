import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAuxv, readKernelConstants } from "./kernel-constants";

const capture = readFileSync(join(import.meta.dirname, "fixtures/6.18/auxv"));

describe("the size of a page", () => {
	it("is not taken for 4 KiB where it is another", () => {
		const bytes = Buffer.alloc(32);
		bytes.writeBigUInt64LE(6n, 0);
		bytes.writeBigUInt64LE(65_536n, 8);
		expect(parseAuxv(bytes, { pointerBytes: 8, isLittle: true })).toEqual({
			pageBytes: 65_536,
			ticksPerSecond: 100,
		});
		const small = Buffer.alloc(16);
		small.writeUInt32BE(6, 0);
		small.writeUInt32BE(16_384, 4);
		expect(parseAuxv(small, { pointerBytes: 4, isLittle: false }).pageBytes).toBe(16_384);
	});

	it("is told by the kernel", () => {
		expect(parseAuxv(capture, { pointerBytes: 8, isLittle: true })).toEqual({
			pageBytes: 4_096,
			ticksPerSecond: 100,
		});
	});

	it("is not known where the kernel's word is hidden or cut off", () => {
		expect(parseAuxv(capture.subarray(0, 50), { pointerBytes: 8, isLittle: true }).pageBytes).toBeNull();
		expect(readKernelConstants("/nowhere/auxv")).toEqual({ pageBytes: null, ticksPerSecond: 100 });
	});

	it.runIf(process.platform === "linux")("is what getconf says of this machine", () => {
		const say = (name: string) => Number(spawnSync("getconf", [name], { encoding: "utf8" }).stdout);
		expect(readKernelConstants()).toEqual({ pageBytes: say("PAGESIZE"), ticksPerSecond: say("CLK_TCK") });
	});
});
