"use client";

import { useMemo } from "react";

const names = new Intl.Collator("en", { numeric: true });

/**
 * These names, the greatest by `rank` first and alike ones by name. The order is found when a name comes or goes or
 * when `epoch` changes, and then stays: rows that change places each second cannot be read.
 */
export function useRowOrder(
	rows: readonly string[],
	rank: (name: string) => number,
	epoch: number,
): readonly string[] {
	const key = [...rows].sort().join("\n");
	// biome-ignore lint/correctness/useExhaustiveDependencies: ranks change each second, and only names may move rows.
	return useMemo(() => orderRows(rows, rank), [key, epoch]);
}

/** These names, the greatest by `rank` first and alike ones by name, as people count: sda2 before sda10. */
export function orderRows(rows: readonly string[], rank: (name: string) => number): string[] {
	return [...rows].sort((a, b) => rank(b) - rank(a) || names.compare(a, b));
}
