/**
 * Makes of a costly decision on names one that leaves of what is counted only what was chosen; it is taken anew only
 * when the names change.
 */
export function chooseByName(
	choose: (names: string[]) => Set<string>,
): <T>(counted: Map<string, T>) => Map<string, T> {
	let key: string | undefined;
	let chosen = new Set<string>();
	return (counted) => {
		const names = [...counted.keys()];
		const next = names.join("\n");
		if (next !== key) {
			chosen = choose(names);
			key = next;
		}
		return new Map([...counted].filter(([name]) => chosen.has(name)));
	};
}
