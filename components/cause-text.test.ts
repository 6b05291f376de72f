import { describe, expect, it } from "vitest";
import type { BusiestAnswer } from "@/lib/live/busiest";
import { causeText } from "./cause-text";

type Row = BusiestAnswer["processes"][number];

const seven = Date.UTC(2026, 0, 1, 2, 7);
const row = (name: string, of: Partial<Row> = {}): Row => ({
	...{ time: seven, pid: 7, name, user: "ada", container: null },
	...{ utilization: 0, residentBytes: null, readBytesPerSecond: null, writtenBytesPerSecond: null },
	...of,
});
const say = (
	processes: Row[],
	sort: "utilization" | "residentBytes" | "io",
	stepMs = 1_000,
	missing?: string,
) => causeText({ processes, ...(missing && { missing }) }, { sort, stepMs, timezone: "Europe/Berlin" });

describe("who it was, in words", () => {
	it("is as many percent as there are busy threads, and does not say of a second what is known of its minute", () => {
		expect(
			say([row("node", { utilization: 1.872 }), row("postgres", { utilization: 0.049 })], "utilization"),
		).toBe("Busiest in that minute: node 187\u00a0%, postgres 4.9\u00a0%");
	});

	it("names the minute of each within a longer step, in the server's zone", () => {
		const processes = [
			row("node", { utilization: 1 }),
			row("cc1", { utilization: 0.5, time: seven + 540_000 }),
		];
		expect(say(processes, "utilization", 900_000)).toBe(
			"Busiest: node 100\u00a0% at 03:07, cc1 50\u00a0% at 03:16",
		);
		expect(say(processes.slice(0, 1), "utilization", 2 * 86_400_000)).toBe(
			"Busiest: node 100\u00a0% at 2026-01-01 03:07",
		);
	});

	it("is memory in bytes, and what is read and written together", () => {
		expect(say([row("db", { residentBytes: 2.5 * 1024 ** 3 })], "residentBytes")).toBe(
			"Most memory in that minute: db 2.5\u00a0GiB",
		);
		const moved = { readBytesPerSecond: 1_048_576, writtenBytesPerSecond: 2_097_152 };
		expect(say([row("dd", moved), row("sh")], "io")).toBe("Most I/O in that minute: dd 3.0\u00a0MiB/s");
	});

	it("tells two of the same name apart", () => {
		const processes = [
			row("node", { utilization: 1, pid: 1 }),
			row("node", { utilization: 0.5, pid: 2 }),
			row("sh", { utilization: 0.2 }),
		];
		expect(say(processes, "utilization")).toBe(
			"Busiest in that minute: node (1) 100\u00a0%, node (2) 50\u00a0%, sh 20\u00a0%",
		);
	});

	it("is nobody only with the reason", () => {
		expect(say([], "io", 1_000, "Hostbeat was off")).toBe(
			"No process is known for this time: Hostbeat was off",
		);
		expect(say([], "io")).toBe("No process is known for this time");
		expect(say([row("dd")], "io")).toBe("No process is known for this time: no use of the disks was told");
	});
});
