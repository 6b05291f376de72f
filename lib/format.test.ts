import { describe, expect, it } from "vitest";
import {
	formatBytes,
	formatDuration,
	formatNumber,
	formatRate,
	formatShare,
	formatSignedMs,
	formatTimeOfDay,
	formatUtcOffset,
	joined,
} from "./format";

describe("format", () => {
	it("never shows zero for what is not known", () => {
		for (const missing of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
			expect(formatNumber(missing)).toBe("–");
			expect(joined(formatBytes(missing))).toBe("–");
			expect(joined(formatRate(missing))).toBe("–");
		}
		expect(formatShare(null).value).toBe("–");
	});

	it.each([
		[0, "0.0 %"],
		[0.0996, "10.0 %"],
		[0.9994, "99.9 %"],
		[0.9995, "100 %"],
		[1, "100 %"],
	])("writes the share %s as %s", (share, text) => {
		expect(joined(formatShare(share))).toBe(text);
	});

	it.each([
		[0, "0 B"],
		[999, "999 B"],
		[1_000, "1.0 KiB"],
		[999.6 * 1024 * 1024, "1.0 GiB"],
		[1_536, "1.5 KiB"],
		[123_456, "121 KiB"],
		[25_276_514_304, "23.5 GiB"],
		[-1_536, "-1.5 KiB"],
		[2e20, "177,636 PiB"],
	])("writes %s bytes as %s", (bytes, text) => {
		expect(joined(formatBytes(bytes))).toBe(text);
	});

	it.each([
		[0, "0 s"],
		[999, "0 s"],
		[61_000, "1 min 1 s"],
		[3_600_000, "1 h"],
		[90_061_000, "1 d 1 h"],
		[-5, "0 s"],
	])("writes %s ms as %s", (ms, text) => {
		expect(formatDuration(ms)).toBe(text);
	});

	it("writes times in the zone that is asked for, not in the reader's", () => {
		const time = Date.UTC(2026, 0, 1, 23, 59, 58);
		expect(formatTimeOfDay(time, "UTC")).toBe("23:59:58");
		expect(formatTimeOfDay(time, "Asia/Kolkata")).toBe("05:29:58");
		expect(formatTimeOfDay(time + 2_000, "UTC")).toBe("00:00:00");
	});

	it.each([
		[0, "UTC"],
		[330, "UTC+5:30"],
		[-210, "UTC−3:30"],
		[60, "UTC+1"],
	])("writes an offset of %s minutes as %s", (minutes, text) => {
		expect(formatUtcOffset(minutes)).toBe(text);
	});

	it.each([
		[0.4, "+0 ms"],
		[-12, "−12 ms"],
		[61_000, "+1 min 1 s"],
	])("writes %s ms between two clocks as %s", (ms, text) => {
		expect(formatSignedMs(ms)).toBe(text);
	});
});
