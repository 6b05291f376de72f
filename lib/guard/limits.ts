/** What a stranger may take of a server, before anyone knows who it is. */
export interface Limits {
	/** So long the headers of a request may take to come, or a connection that never asks anything stays open. */
	headersMs: number;
	/** So long a whole request may take to come. */
	requestMs: number;
	/** So long an answer that is no stream may wait for its reader without a byte taken. */
	stallMs: number;
	/** How often is looked for those that took too long. */
	checkMs: number;
	headerBytes: number;
	headers: number;
	bodyBytes: number;
	/** Answers that may wait for each other on one connection. */
	answersAtOnce: number;
	/** Connections in all. */
	connections: number;
	/** Connections of one address that are no streams; `null` is no limit. */
	perAddress: number | null;
}

/** All but how many connections there may be, which is this machine's. */
export const commonLimits: Omit<Limits, "connections" | "perAddress"> = {
	headersMs: 10_000,
	requestMs: 30_000,
	stallMs: 60_000,
	checkMs: 1_000,
	headerBytes: 16 * 1024,
	headers: 100,
	bodyBytes: 64 * 1024,
	answersAtOnce: 32,
};

/** Beside the streams: those who load the page, ask the API or sign in. */
const besideStreams = 1_024;
/** For the history, the sampler, the files of the page and what Node itself opens. */
const keptFiles = 256;
const leastConnections = 64;
/** Of one address, beside its streams: many, for it may be that of a whole office. */
const perAddressBesideStreams = 512;

/**
 * How many connections there may be beside `files` open files, `null` for any number of them. Where streams of one
 * address are not limited, all viewers may come from one, and neither are its connections.
 */
export function limitConnections(
	streams: { total: number; perAddress: number | null },
	files: number | null,
): Pick<Limits, "connections" | "perAddress"> {
	const wanted = streams.total + besideStreams;
	return {
		connections:
			files === null ? wanted : Math.max(leastConnections, Math.min(wanted, Math.floor(files - keptFiles))),
		perAddress: streams.perAddress === null ? null : perAddressBesideStreams,
	};
}
