import { withBasePath } from "@/lib/base-path";
import { FallbackConnection } from "./fallback-connection";
import { PollingConnection } from "./polling-connection";
import type { Connection, ConnectionEvents } from "./types";

export const pollEveryMs = 2_000;
const streamUrl = withBasePath("/api/stream");
const snapshotUrl = withBasePath("/api/snapshot");

/** A connection of its own for a page or a worker, which goes on from `cursor`. */
export function connect(cursor: string | null, events: ConnectionEvents): Connection {
	return new FallbackConnection({ streamUrl, snapshotUrl, cursor, pollEveryMs }, events);
}

/** Asks again and again: holds no connection, of which a browser gives all its pages together only six. */
export function poll(cursor: string | null, events: ConnectionEvents): Connection {
	return new PollingConnection({ url: snapshotUrl, cursor, everyMs: pollEveryMs }, events);
}
