import type { AccessState, StoredSession, StoredToken } from "./access-state";

/**
 * Joins what two servers made of the same state: what either added, changed or took away since is added, changed or
 * taken away. What one took away stays away, whatever the other did with it.
 */
export function merge(before: AccessState, mine: AccessState, theirs: AccessState): AccessState {
	return {
		version: 1,
		secret: choose(before.secret, mine.secret, theirs.secret),
		passwords: mergeRecord<AccessState["passwords"]>(before.passwords, mine.passwords, theirs.passwords),
		sessions: mergeList(before.sessions, mine.sessions, theirs.sessions, mergeSession),
		tokens: mergeList(before.tokens, mine.tokens, theirs.tokens, mergeToken),
		settings: mergeRecord<AccessState["settings"]>(before.settings, mine.settings, theirs.settings),
	};
}

/** Mine where I changed it, else theirs. */
function choose<T>(before: T, mine: T, theirs: T): T {
	return JSON.stringify(mine) === JSON.stringify(before) ? theirs : mine;
}

function mergeRecord<R extends Partial<Record<string, unknown>>>(before: R, mine: R, theirs: R): R {
	const merged: Record<string, unknown> = {};
	for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
		const value = choose(before[name], mine[name], theirs[name]);
		if (value !== undefined) merged[name] = value;
	}
	return merged as R;
}

function mergeList<T extends { id: string }>(
	before: T[],
	mine: T[],
	theirs: T[],
	join: (before: T, mine: T, theirs: T) => T,
): T[] {
	const [was, is] = [byId(before), byId(mine)];
	const there = new Set(theirs.map(({ id }) => id));
	const kept = theirs.flatMap((one) => {
		const [old, own] = [was.get(one.id), is.get(one.id)];
		if (old) return own ? [join(old, own, one)] : [];
		return [own ?? one];
	});
	return [...kept, ...mine.filter(({ id }) => !there.has(id) && !was.has(id))];
}

function byId<T extends { id: string }>(list: T[]): Map<string, T> {
	return new Map(list.map((one) => [one.id, one]));
}

function mergeSession(before: StoredSession, mine: StoredSession, theirs: StoredSession): StoredSession {
	// A secret belongs to the one before it and to its time: they go together, and the newer ones are valid.
	const newer = mine.rotatedAt > before.rotatedAt && mine.rotatedAt >= theirs.rotatedAt ? mine : theirs;
	return { ...newer, seenAt: Math.max(mine.seenAt, theirs.seenAt) };
}

function mergeToken(_before: StoredToken, mine: StoredToken, theirs: StoredToken): StoredToken {
	return (mine.usedAt ?? 0) > (theirs.usedAt ?? 0) ? mine : theirs;
}
