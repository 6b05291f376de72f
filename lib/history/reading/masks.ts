/** A stretch of time, `until` not included, and where it is read from. */
export interface Piece<Source> {
	from: number;
	until: number;
	source: Source;
}

/**
 * Which source tells which part of `from` to `until`, in order: the layers come newest first, and each covers all later
 * ones over its whole stretch, its gaps included.
 */
export function uncovered<Source>(
	layers: Iterable<Piece<Source>>,
	from: number,
	until: number,
): Piece<Source>[] {
	const pieces: Piece<Source>[] = [];
	let open = from < until ? [{ from, until }] : [];
	for (const layer of layers) {
		if (open.length === 0) break;
		const left: typeof open = [];
		for (const part of open) {
			const start = Math.max(part.from, layer.from);
			const end = Math.min(part.until, layer.until);
			if (start >= end) {
				left.push(part);
				continue;
			}
			pieces.push({ from: start, until: end, source: layer.source });
			if (part.from < start) left.push({ from: part.from, until: start });
			if (end < part.until) left.push({ from: end, until: part.until });
		}
		open = left;
	}
	return pieces.sort((one, other) => one.from - other.from);
}
