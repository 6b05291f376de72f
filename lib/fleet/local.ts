import type { Bus } from "./types";

/** One end of a channel between two processes: `process` in a forked child, the `ChildProcess` in its parent. */
export interface Channel {
	send?(message: unknown): boolean;
	on(event: "message", listener: (message: unknown) => void): unknown;
	off(event: "message", listener: (message: unknown) => void): unknown;
	connected?: boolean;
}

interface Envelope {
	subject: string;
	data: unknown;
}

/** Makes a bus over the channel between a process and the one that forked it. What is sent after the other side left is dropped. */
export function createLocalBus(channel: Channel): Bus {
	const handlers = new Map<string, Set<(data: unknown) => void>>();
	const receive = (message: unknown) => {
		const { subject, data } = message as Envelope;
		for (const handler of handlers.get(subject) ?? []) handler(data);
	};
	channel.on("message", receive);
	return {
		publish(subject, data) {
			if (channel.connected) channel.send?.({ subject, data } satisfies Envelope);
		},
		subscribe(subject, handler) {
			const subscribed = handlers.get(subject) ?? new Set();
			handlers.set(subject, subscribed.add(handler));
			return () => subscribed.delete(handler);
		},
		close() {
			channel.off("message", receive);
			handlers.clear();
		},
	};
}
