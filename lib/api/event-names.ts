import type { Principal } from "@/lib/access/types";
import { nameList } from "@/lib/http";
import { jobEvents, stateNames } from "@/lib/metrics/types";
import { getServer } from "@/lib/server";

/** Names of events that somebody may hear: of all that is measured, what is pushed and, with the right to them, jobs. */
export function eventNames({ scopes }: Principal, more: readonly string[] = []) {
	const names = [...stateNames, ...more, ...getServer().streams.names];
	const isHidden = (name: string) => !scopes.includes("jobs") && jobEvents.some((one) => one === name);
	return nameList(names.filter((name) => !isHidden(name)));
}
