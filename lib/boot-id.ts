import { readFileSync } from "node:fs";
import { uptime } from "node:os";

/** Tells one start of this host from another. */
export function readBootId(): string {
	try {
		return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
	} catch {
		// Elsewhere the time of the start, which may be told a few seconds apart: a minute is near enough.
		return String(Math.round((Date.now() / 1_000 - uptime()) / 60));
	}
}
