/** The name that is written most like this one, `null` where none is. */
export function nearestName(name: string, names: readonly string[]): string | null {
	let nearest: string | null = null;
	let least = Math.max(2, Math.floor(name.length / 3)) + 1;
	for (const other of names) {
		if (Math.abs(other.length - name.length) >= least) continue;
		const distance = distanceOf(name, other);
		if (distance >= least) continue;
		least = distance;
		nearest = other;
	}
	return nearest;
}

/** How many letters must be put in, taken out or changed to make one of the other (Levenshtein). */
function distanceOf(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, column) => column);
	for (let line = 1; line <= one.length; line++) {
		const next = [line];
		for (let column = 1; column <= other.length; column++) {
			const changed = (row[column - 1] as number) + (one[line - 1] === other[column - 1] ? 0 : 1);
			next.push(Math.min(changed, (row[column] as number) + 1, (next[column - 1] as number) + 1));
		}
		row = next;
	}
	return row[other.length] as number;
}
