import type { AccessFile } from "./access-file";
import type { Audit } from "./audit";
import { sign } from "./secret";

/**
 * Notes which settings are others than at the last start, by name alone. Of each a keyed hash is kept; of a password
 * not even that, as it would be quicker to guess than the slow one beside it.
 */
export function noteSettings(file: AccessFile, audit: Audit, settings: Record<string, string>): void {
	const { settings: before, secret } = file.state;
	const now = Object.fromEntries(
		Object.entries(settings).map(([name, value]) => [name, sign(`${name}=${value}`, secret)]),
	);
	const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
	const changed = names.filter((name) => before[name] !== now[name]);
	if (changed.length === 0) return;
	// At the very first start everything is new.
	if (Object.keys(before).length > 0) {
		audit.note({ action: "settings-changed", who: null, address: null, what: changed.join(", ") });
	}
	file.update((state) => {
		state.settings = now;
	});
}
