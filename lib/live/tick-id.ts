/** How many ticks an id is after another one; `null` when they are not of the same life of the server. */
export function ticksAfter(before: string | null, id: string | null): number | null {
	if (before === null || id === null) return before === id ? 0 : null;
	const [epochBefore, seqBefore] = splitId(before);
	const [epoch, seq] = splitId(id);
	return epoch === epochBefore ? seq - seqBefore : null;
}

/** Whether an id does not follow the one before it: of the same life of the server, but not the next tick. */
export function isHole(before: string | null, id: string): boolean {
	return (ticksAfter(before, id) ?? 0) > 1;
}

/** What comes before the first tick of the same life of the server. */
export function beforeFirst(id: string): string {
	return `${splitId(id)[0]}-0`;
}

/** The life of the server, and the number of the tick in it. */
export function splitId(id: string): [epoch: string, seq: number] {
	const cut = id.lastIndexOf("-");
	return [id.slice(0, cut), Number(id.slice(cut + 1))];
}
