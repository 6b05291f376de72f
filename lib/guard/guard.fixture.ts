import { once } from "node:events";
import type { RequestListener } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { createGuardedServer, type GuardOptions } from "./guard";
import { commonLimits, type Limits } from "./limits";

const closers: (() => void)[] = [];

/** Ends all servers and clients that a test has started. */
export function closeAll(): void {
	for (const close of closers.splice(0)) close();
}

const quick: Limits = {
	...commonLimits,
	...{
		headersMs: 300,
		requestMs: 600,
		stallMs: 500,
		checkMs: 20,
		bodyBytes: 100,
		headers: 10,
		answersAtOnce: 4,
	},
	...{ connections: 100, perAddress: null },
};

/** Starts a guarded server with quick limits, and what opens connections to it. */
export async function start(
	listener: RequestListener,
	limits: Partial<Limits> = {},
	allowLarger?: GuardOptions["allowLarger"],
) {
	const server = createGuardedServer(listener, {
		limits: { ...quick, ...limits },
		ownerOf: ({ remoteAddress = "" }) => remoteAddress,
		askerOf: ({ url = "" }) => url,
		...(allowLarger && { allowLarger }),
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	closers.push(() => {
		server.close();
		server.closeAllConnections();
	});
	const { port } = server.address() as AddressInfo;
	return { server, open: () => open(port) };
}

/** A connection on which bytes are sent as they are. */
export interface Client {
	socket: Socket;
	send(text: string): void;
	/** All that came until the server closed it. */
	ended: Promise<string>;
	text: string;
}

function open(port: number): Client {
	const socket = connect(port, "127.0.0.1");
	closers.push(() => socket.destroy());
	const client: Client = {
		socket,
		text: "",
		send: (text) => socket.write(text, "latin1"),
		ended: new Promise((resolve) => {
			socket.on("data", (bytes) => {
				client.text += bytes.toString("latin1");
			});
			// That it was cut off is seen by the close.
			socket.on("error", () => {});
			socket.on("close", () => resolve(client.text));
		}),
	};
	return client;
}
