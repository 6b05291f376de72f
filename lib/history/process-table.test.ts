import { describe, expect, it } from "vitest";
import { diskOptions } from "./disk.fixture";
import { openDiskHistory } from "./disk-history";
import type { ProcessUse } from "./types";

const minute = Date.UTC(2026, 10, 20, 3, 7);

function use(pid: number, utilization: number | null, residentBytes = 1): ProcessUse {
	const rates = { readBytesPerSecond: null, writtenBytesPerSecond: null };
	return { pid, name: `program ${pid}`, user: "root", container: null, utilization, residentBytes, ...rates };
}

describe("the processes of a minute", () => {
	it("are those before and those after a start of the server within it", () => {
		const options = diskOptions();
		for (const processes of [
			[use(1, 0.9), use(2, 0.5, 7)],
			[use(2, 0.2, 9), use(3, null)],
		]) {
			const store = openDiskHistory(options);
			store.append({ time: minute + 90_000, metrics: ["a"], values: Float64Array.of(1) });
			store.keepProcesses({ time: minute, processes });
			store.close();
		}
		const store = openDiskHistory(options);
		store.append({ time: minute + 91_000, metrics: ["a"], values: Float64Array.of(1) });
		expect(store.processes(minute, minute)).toEqual([
			{ time: minute, processes: [use(1, 0.9), use(2, 0.5, 9), use(3, null)] },
		]);
		store.close();
	});
});
