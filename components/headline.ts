import { formatDuration, formatNumber, formatShare, joined } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { Mount } from "@/lib/metrics/types";

/** How bad it is: the page's colour of the sentence. */
export interface Headline {
	level: "well" | "warning" | "unknown";
	text: string;
}

const diskWarning = 0.9;
const memoryWarning = 0.9;
/** Without these nothing can be said of a host. */
const judged = ["cpu", "memory", "load", "filesystem"] as const;
/** Waiting tasks per core that a machine is still well with. */
const loadWarning = 2;

/** The share of a file system that is used, of what a user may fill. */
export function mountUtilization({ usedBytes, availableBytes }: Mount): number | null {
	if (usedBytes === null || availableBytes === null || usedBytes + availableBytes === 0) return null;
	return usedBytes / (usedBytes + availableBytes);
}

/** The file system that is fullest. */
export function fullestMount(mounts: Mount[] | undefined): { mount: Mount; share: number } | null {
	let fullest: { mount: Mount; share: number } | null = null;
	for (const mount of mounts ?? []) {
		const share = mountUtilization(mount);
		if (share !== null && share > (fullest?.share ?? -1)) fullest = { mount, share };
	}
	return fullest;
}

/** The state of everything in one sentence, the worst first. */
export function readHeadline(store: LiveStore): Headline {
	const { headline: words } = messages;
	const { name } = store.state;
	if (name === "stopped" || name === "ended" || name === "resting") {
		return { level: "unknown", text: words[name] };
	}
	if (!store.trusted) {
		const { silentMs } = store;
		const text = silentMs === null ? words.notConnected : words.noData(formatDuration(silentMs));
		return { level: "unknown", text };
	}
	const host = store.get("host");
	if (host && host.status !== "up" && host.reason) {
		return { level: "unknown", text: words.samplerGone(host.reason) };
	}
	const memory = store.get("memory");
	const load = store.get("load");
	if (!memory || !load) return { level: "unknown", text: words.waiting };
	const unread = judged.filter((name) => store.isStale(name) || isUnread(store.get(name)));
	const fullest = fullestMount(store.get("filesystem")?.mounts);
	const problems: string[] = [];
	if (fullest && fullest.share >= diskWarning) {
		problems.push(words.diskFull(fullest.mount.mount, joined(formatShare(fullest.share))));
	}
	const used = memory.usedBytes !== null && memory.totalBytes ? memory.usedBytes / memory.totalBytes : 0;
	if (used >= memoryWarning) problems.push(words.memoryFull(joined(formatShare(used))));
	if (load.five !== null && load.cores !== null && load.five > load.cores * loadWarning) {
		problems.push(words.loadHigh(formatNumber(load.five, 1), formatNumber(load.cores)));
	}
	if (problems.length > 0) return { level: "warning", text: problems.join(" · ") };
	if (unread.length === 0) return { level: "well", text: words.well };
	return { level: "unknown", text: words.unread(unread.map((name) => messages.panels[name]).join(", ")) };
}

// What is not known is no reason to call a host well.
function isUnread(reading: { missing?: Record<string, string> } | undefined): boolean {
	return !reading || reading.missing?.[""] !== undefined;
}
