import { type Outcome, reasons } from "../rate";
import { judgeCelsius } from "./temperature";

/** How a disk says it is: 1 is healthy, 0 is about to fail. */
export interface DiskState {
	healthy: Outcome<number>;
	celsius: Outcome<number>;
}

/** Why `smartctl` gives nothing to whoever is not the administrator. */
export const needsRoot = "smartctl may not ask the disk: it needs root";

/** The state of a disk of which nothing is known, and why. */
export function unknownState(reason: string): DiskState {
	return { healthy: reason, celsius: reason };
}

interface Smart {
	smart_status?: { passed?: unknown };
	temperature?: { current?: unknown };
	power_mode?: object;
	smartctl?: { messages?: { string?: unknown }[]; exit_status?: unknown };
}

const rests = "the disk rests, and is not woken up to be asked";

/** Reads what `smartctl --nocheck=standby --json` says of one disk. Its exit code is a set of warnings: a failing disk has one. */
export function parseSmart(text: string): DiskState {
	let smart: Smart | null;
	try {
		smart = JSON.parse(text);
	} catch {
		// Before 7.0 it knew no JSON.
		return unknownState("smartctl gave no JSON: it is older than 7.0, or damaged");
	}
	const passed = smart?.smart_status?.passed;
	const celsius = smart?.temperature?.current;
	const reason = explain(smart ?? {});
	return {
		healthy: typeof passed === "boolean" ? Number(passed) : reason,
		celsius: typeof celsius === "number" ? judgeCelsius(celsius) : reason,
	};
}

function explain({ smart_status, power_mode, smartctl }: Smart): string {
	const said = (smartctl?.messages ?? []).map(({ string }) => String(string)).join("; ");
	if (/permission denied|operation not permitted/i.test(said)) return needsRoot;
	// 7.0 to 7.3 say so in a message, later ones by its power mode, and some end with 2 and no word.
	const isSilent = said === "" && smartctl?.exit_status === 2;
	if (!smart_status && (power_mode || isSilent || /Device is in .* mode/.test(said))) return rests;
	return said ? said.slice(0, 120) : reasons.untold;
}
