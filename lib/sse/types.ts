/** The events by which a stream speaks of itself, and that which tells the whole state. */
export const controlNames = ["hello", "snapshot", "ping", "shutdown", "busy", "signed-out"] as const;

/** One named event to send. */
export interface HubEvent {
	event: string;
	data: unknown;
	/** Only true at its moment: carries no id and is not replayed. */
	transient?: boolean;
	/** The newest one is also sent to each fresh client, which would wait long for the next. */
	retained?: boolean;
	/** Only for those who name it: `null` as a selection does not hold it. Carries no id and is not replayed. */
	named?: boolean;
	/** Reaches also those at once who asked for each n-th second only. */
	prompt?: boolean;
}

/** The events a client wants: `null` is all of them but those that must be named. */
export type Selection = ReadonlySet<string> | null;

/** A selection with the key that all selections of the same events have. */
export interface Wanted {
	key: string;
	selection: Selection;
	/** Of the events that must be named, those that come with all others: of use where `selection` is `null`. */
	also: Selection;
}

/** Whether something is wanted of an event. */
export function isWanted({ selection, also }: Omit<Wanted, "key">, event: string, isNamed: boolean): boolean {
	return selection ? selection.has(event) : !isNamed || (also?.has(event) ?? false);
}

/** Makes one reading of an event's readings since the last that was sent, oldest first; there is at least one. */
export type Thin = (event: string, readings: unknown[]) => unknown;
