import { withBasePath } from "@/lib/base-path";
import { connect } from "../connect";
import { RestingConnection } from "../resting-connection";
import { SharedHub } from "./hub";
import type { WorkerMessage } from "./protocol";

const answerMs = 5_000;

const hub = new SharedHub({
	connect: (cursor, events, visibility) =>
		new RestingConnection((events) => connect(cursor, events), events, visibility),
	readState: async () => {
		const response = await fetch(withBasePath("/api/snapshot"), { signal: AbortSignal.timeout(answerMs) });
		if (!response.ok) throw new Error(`snapshot: ${response.status}`);
		return response.json();
	},
});

// TypeScript knows a page's globals or a worker's, not both in one program.
const scope = globalThis as unknown as { onconnect: (event: MessageEvent) => void };
scope.onconnect = ({ ports: [port] }) => {
	if (!port) return;
	// Some browsers have EventSource in pages alone.
	if (typeof EventSource === "undefined") port.postMessage({ type: "unable" } satisfies WorkerMessage);
	else hub.welcome(port);
};
