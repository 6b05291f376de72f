/** What is said of a thing that is not measured here, but pushed: numbers are drawn, text is shown. */
export type OwnValues = Record<string, number | string>;

/** One push: the data of the event that bears the stream's name. `time` is the server's. */
export type OwnEvent = { time: number; [field: string]: number | string };

export interface OwnField {
	name: string;
	kind: "number" | "text";
}

/** A stream that somebody pushes to, as everyone is told of it. */
export interface OwnStream {
	/** That of its event: `[a-z][a-z0-9-]{0,39}` */
	name: string;
	title: string | null;
	/** Of all its numbers. */
	unit: string | null;
	/** All that were ever in a push of it. */
	fields: OwnField[];
	/** The token or account that pushed last, `null` for somebody who need not sign in. */
	pushedBy: string | null;
	/** How far apart its pushes usually are, `null` before the second. */
	everyMs: number | null;
	/** Whether its newest push was to a server before this one. */
	isRestored: boolean;
	/** Why its numbers are not in the history, `null` while they are. */
	notKept: string | null;
}

/** All streams that are pushed: the event `streams`, which is told when one comes, goes or looks otherwise. */
export interface OwnStreamList {
	time: number;
	/** In the order in which they began. */
	streams: OwnStream[];
}

/** Silent for longer than this a stream is old, whatever its pace. */
const leastSilenceMs = 10_000;
const mostPaces = 3;

/** How long a push of this stream holds: three times the usual distance of its pushes. */
export function holdMsOf({ everyMs }: Pick<OwnStream, "everyMs">): number {
	return Math.max(leastSilenceMs, mostPaces * (everyMs ?? 0));
}

/** The names of the series that the numbers of these streams leave behind. */
export function ownMetrics(streams: readonly Pick<OwnStream, "name" | "fields">[]): string[] {
	return streams.flatMap(({ name, fields }) =>
		fields.filter(({ kind }) => kind === "number").map((field) => `${name}.${field.name}`),
	);
}
