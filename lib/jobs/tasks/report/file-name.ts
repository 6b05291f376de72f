import type { Stretch } from "./questions";

/** `hostbeat-<host>-<from>-<to>.pdf`, of characters that every system takes. */
export function fileName(host: string, { from, to }: Stretch): string {
	const safe = host.replace(/[^\w.-]/g, "-").slice(0, 40);
	return `hostbeat-${safe}-${fileTime(from)}-${fileTime(to)}.pdf`;
}

/** As in `20261120T030000Z`: a colon is no part of a file's name on Windows. */
const fileTime = (time: number) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
