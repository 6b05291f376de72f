import { fileTime } from "@/lib/file-time";
import type { Stretch } from "./questions";

/** `hostbeat-<host>-<from>-<to>.pdf`, of characters that every system takes. */
export function fileName(host: string, { from, to }: Stretch): string {
	const safe = host.replace(/[^\w.-]/g, "-").slice(0, 40);
	return `hostbeat-${safe}-${fileTime(from)}-${fileTime(to)}.pdf`;
}
