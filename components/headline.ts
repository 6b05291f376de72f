import { formatDuration, formatNumber } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import { readProblems } from "./problems";

/** How bad it is: the page's colour of the sentence. */
export interface Headline {
	level: "well" | "warning" | "unknown";
	text: string;
}

/** Without these nothing can be said of a host. */
const judged = ["cpu", "memory", "load", "filesystem"] as const;
/** One sentence holds no more problems; the rest is counted. */
const mostProblems = 3;

/** The state of everything in one sentence, the worst first. */
export function readHeadline(store: LiveStore): Headline {
	const { headline: words } = messages;
	const { name } = store.state;
	if (name === "stopped" || name === "ended" || name === "signedOut" || name === "resting") {
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
	if (!store.get("memory") || !store.get("load")) return { level: "unknown", text: words.waiting };
	const unread = judged.filter((name) => store.isStale(name) || isUnread(store, name));
	const problems = readProblems(store);
	const rest = problems.length - mostProblems;
	if (rest > 0) problems.splice(mostProblems, rest, words.more(formatNumber(rest)));
	if (problems.length > 0) return { level: "warning", text: problems.join(" · ") };
	if (unread.length === 0) return { level: "well", text: words.well };
	return { level: "unknown", text: words.unread(unread.map((name) => messages.panels[name]).join(", ")) };
}

// What is not known is no reason to call a host well.
function isUnread(store: LiveStore, name: (typeof judged)[number]): boolean {
	const reading = store.get(name);
	if (!reading || reading.missing?.[""] !== undefined) return true;
	// Of a control group each number is missing by itself.
	if (name === "cpu") return store.get("cpu")?.utilization === null;
	return name === "memory" && store.get("memory")?.usedBytes === null;
}
