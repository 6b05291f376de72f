import type { Bus } from "./types";

/** One end of a channel between two processes: `process` in a forked child, the `ChildProcess` in its parent. */
export interface Channel {
	send?(message: unknown, done: (error: Error | null) => void): boolean;
	on(event: "message", listener: (message: unknown) => void): unknown;
	off(event: "message", listener: (message: unknown) => void): unknown;
	connected?: boolean;
}

interface Envelope {
	subject: string;
	data: unknown;
	/** The number of a request; its answer carries it back. */
	request?: number;
	answer?: number;
	/** Why there is no answer. */
	error?: string;
}

interface Waiting {
	resolve: (data: unknown) => void;
	reject: (error: Error) => void;
	timer: NodeJS.Timeout;
}

/** Makes a bus over the channel between a process and the one that forked it. What is sent after the other side left is dropped. */
export function createLocalBus(channel: Channel): Bus {
	const handlers = new Map<string, Set<(data: unknown) => void>>();
	const servers = new Map<string, (data: unknown) => Promise<unknown>>();
	const waiting = new Map<number, Waiting>();
	let requests = 0;
	const send = (envelope: Envelope) => {
		// Between its death and the news of it, each message to a process fails; without a callback that would be an
		// `error` event of the channel, and the second one, to which nobody listens any more, the end of this process.
		if (channel.connected) channel.send?.(envelope, () => {});
	};
	const settle = (request: number, settle: (waiting: Waiting) => void) => {
		const one = waiting.get(request);
		if (!one) return;
		waiting.delete(request);
		clearTimeout(one.timer);
		settle(one);
	};
	const serve = ({ subject, data, request }: Envelope) => {
		const answer = async () => {
			const handler = servers.get(subject);
			if (!handler) throw new Error(`nobody answers to ${subject}`);
			return handler(data);
		};
		answer().then(
			(data) => send({ subject, data, answer: request }),
			(error: unknown) => send({ subject, data: null, answer: request, error: reasonOf(error) }),
		);
	};
	const receive = (message: unknown) => {
		const envelope = message as Envelope;
		const { subject, data, request, answer, error } = envelope;
		if (answer !== undefined) {
			settle(answer, ({ resolve, reject }) =>
				error === undefined ? resolve(data) : reject(new Error(error)),
			);
		} else if (request !== undefined) {
			serve(envelope);
		} else {
			for (const handler of handlers.get(subject) ?? []) handler(data);
		}
	};
	channel.on("message", receive);
	return {
		publish: (subject, data) => send({ subject, data }),
		subscribe(subject, handler) {
			const subscribed = handlers.get(subject) ?? new Set();
			handlers.set(subject, subscribed.add(handler));
			return () => subscribed.delete(handler);
		},
		request(subject, data, limitMs) {
			return new Promise((resolve, reject) => {
				if (!channel.connected) return reject(new Error("nobody is there to be asked"));
				const request = ++requests;
				const timer = setTimeout(
					() => settle(request, () => reject(new Error(`no answer within ${limitMs} ms`))),
					limitMs,
				);
				waiting.set(request, { resolve, reject, timer });
				send({ subject, data, request });
			});
		},
		serve: (subject, handler) => void servers.set(subject, handler),
		close() {
			channel.off("message", receive);
			handlers.clear();
			for (const request of [...waiting.keys()]) {
				settle(request, ({ reject }) => reject(new Error("the other side is gone")));
			}
		},
	};
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
