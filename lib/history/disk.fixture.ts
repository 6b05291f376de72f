import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { DiskOptions } from "./protocol";
import { parseTiers } from "./tiers";

const directory = mkdtempSync(join(tmpdir(), "hostbeat-history-"));
let count = 0;
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Options for a store in a new file, which goes when the tests end. */
export function diskOptions(options: Partial<DiskOptions> & { text?: string } = {}): DiskOptions {
	const { text = "1s:10m,10s:2h,1m:1d", ...others } = options;
	return {
		file: join(directory, `${count++}`, "hostbeat.db"),
		intervalMs: 1_000,
		tiers: parseTiers(text),
		maxBytes: 2 ** 30,
		version: "1.0.0",
		bootId: "boot",
		recentMs: 900_000,
		...others,
	};
}

/** A log that remembers what it was told. */
export function silentLog() {
	const lines: string[] = [];
	const tell = (message: string) => {
		lines.push(message);
	};
	return { lines, info: tell, warn: tell, error: tell };
}
