import { isWithin } from "@/lib/flatten";
import { QuestionError } from "@/lib/framed";
import { metricNames } from "@/lib/metrics/types";
import { nearestName } from "./nearest";

/** What is kept of the metrics that were asked for. */
export interface FoundNames {
	/** Their full names. */
	metrics: readonly string[];
	/** Names of which nothing is kept, each with why. */
	missing: Record<string, string>;
}

const events: readonly string[] = metricNames.filter((name) => name !== "system");
/** Their fields are the same on every host; those of the others bear the names of devices, which come and go. */
const fixedEvents: readonly string[] = ["cpu", "memory", "load", "pressure", "kernel", "self", "process"];

/**
 * Finds names, or beginnings of names, among the metrics that are kept; none means all. A device that is gone, or of
 * which nothing was measured yet, is missing; a name that is wrong on every host is a QuestionError.
 * Of a series of one's own nobody knows the names beforehand: only one that is much like one of ours is taken for wrong.
 */
export function findNames(asked: readonly string[], metrics: readonly string[]): FoundNames {
	if (asked.length === 0) return { metrics, missing: {} };
	const kept = new Set(metrics);
	const found = new Set<string>();
	const missing: Record<string, string> = {};
	for (const name of new Set(asked)) {
		if (kept.has(name)) {
			found.add(name);
			continue;
		}
		const within = metrics.filter((metric) => isWithin(metric, name));
		for (const metric of within) found.add(metric);
		if (within.length > 0) continue;
		checkName(name, metrics);
		missing[name] = "nothing of this name is kept";
	}
	return { metrics: [...found], missing };
}

function checkName(name: string, metrics: readonly string[]): void {
	const [event = ""] = name.split(".");
	if (!events.includes(event)) {
		const measured = metrics.filter((metric) => events.includes(metric.split(".")[0] ?? ""));
		const isOwn = metrics.some((metric) => isWithin(metric, event));
		const nearest = isOwn ? null : (nearestName(name, measured) ?? nearestName(event, events));
		// Else it may be one's own, of which nothing has come yet.
		if (nearest === null && event !== "system") return;
		throw wrong(name, `names that begin with ${events.join(", ")}`, nearest);
	}
	const fields = metrics.filter((metric) => isWithin(metric, event));
	if (!fixedEvents.includes(event) || fields.length === 0) return;
	const [field] = name.split(".").slice(-1);
	// One core more than there ever was, say.
	if (fields.some((metric) => metric.endsWith(`.${field}`))) return;
	throw wrong(name, `a metric of ${event}`, nearestName(name, fields));
}

function wrong(name: string, expected: string, nearest: string | null): QuestionError {
	const hint = nearest === null ? "" : `; did you mean "${nearest}"?`;
	return new QuestionError(`metric: expected ${expected}, got "${name}"${hint}`);
}
