import type { Language } from "@/lib/language";
import type { JobLog } from "./job-log";
import { viewJob } from "./job-view";
import { messageData } from "./message-data";
import type { JobMessage } from "./types";

/** Encodes a server-sent event: it is handed in, as the rooms do not know each other. */
type Encode = (event: { event: string; id?: string; retry?: number; data: unknown }) => string;

interface JobStreamOptions {
	log: JobLog;
	/** The number of the last message that the client has. */
	after: number;
	language: Language;
	encode: Encode;
	retryMs: number;
	/** What `hello` says beside the time, the job and how often something is heard. */
	hello: Record<string, unknown>;
	/** Called once when the stream has ended, for whatever reason. */
	onClose: () => void;
	pingMs?: number;
	/** So long a client may take nothing of what waits for it. */
	stallMs?: number;
	now?: () => number;
}

/** So much waits for one client; what is beyond it is read once there is room, and costs nothing until then. */
const waitingBytes = 65_536;
const pageLength = 500;

const encoder = new TextEncoder();
/** Of each message, what it is in each language: most are told to many. */
const frames = new WeakMap<JobMessage, Partial<Record<Language, string>>>();

/**
 * One client's stream of a job: all after what it has, as it is said, to the end. Nothing is left out for one that is
 * slow: its next messages are read from the log when it takes them.
 */
export class JobStream {
	readonly body: ReadableStream<Uint8Array>;
	#options: Required<JobStreamOptions>;
	#controller!: ReadableStreamDefaultController<Uint8Array>;
	#after: number;
	#position: number | null;
	#ended = false;
	#wake = () => {};
	#stall: NodeJS.Timeout | undefined;
	#unwatch: () => void;

	constructor(options: JobStreamOptions) {
		this.#options = { pingMs: 15_000, stallMs: 60_000, now: Date.now, ...options };
		// None of ours, as of messages that a disk has lost: who waited for the one after it would not hear of the end.
		this.#after = options.after > options.log.newest ? 0 : options.after;
		this.#position = options.log.seen.position;
		this.#unwatch = options.log.watch(() => this.#wake());
		this.body = new ReadableStream<Uint8Array>(
			{
				start: (controller) => {
					this.#controller = controller;
					this.#greet();
				},
				pull: () => this.#pull(),
				cancel: () => this.#end(),
			},
			new ByteLengthQueuingStrategy({ highWaterMark: waitingBytes }),
		);
	}

	/** Ends it after a last word; later calls do nothing. */
	close(event: string, data: object, retryMs?: number): void {
		if (this.#ended) return;
		this.#send(this.#options.encode({ event, data, ...(retryMs !== undefined && { retry: retryMs }) }));
		this.#end();
		this.#controller.close();
	}

	/** Ends it at once: there is nobody any more. */
	drop(): void {
		if (this.#ended) return;
		this.#end();
		// Next is silent about an AbortError, and logs any other.
		this.#controller.error(new DOMException("the stream of a job ends", "AbortError"));
	}

	#greet(): void {
		const { log, language, encode, retryMs, hello, pingMs, now } = this.#options;
		const time = now();
		const data = { time, heartbeatMs: pingMs, ...hello, job: viewJob(log.seen, language, time) };
		this.#send(encode({ event: "hello", retry: retryMs, data }));
	}

	async #pull(): Promise<void> {
		clearTimeout(this.#stall);
		try {
			while (!this.#ended && !(await this.#sendNext())) await this.#news();
		} catch {
			// It cannot be read now: the client comes back for it.
			this.drop();
		}
		if (this.#ended) return;
		this.#stall = setTimeout(() => this.drop(), this.#options.stallMs);
		this.#stall.unref();
	}

	/** Whether there was anything. */
	async #sendNext(): Promise<boolean> {
		const { log, language, encode, now } = this.#options;
		const { seen, newest } = log;
		let text = "";
		if (seen.position !== this.#position) {
			this.#position = seen.position;
			text += encode({ event: "job", data: viewJob(seen, language, now()) });
		}
		const messages = this.#after < newest ? await log.read(this.#after, pageLength) : [];
		if (this.#ended) return false;
		for (const message of messages) {
			if (text.length >= waitingBytes) break;
			this.#after = message.seq;
			text += this.#encode(message);
		}
		if (text !== "") this.#send(text);
		if (log.isEnded && this.#after >= log.newest) {
			this.#end();
			this.#controller.close();
		}
		return text !== "";
	}

	#encode(message: JobMessage): string {
		const { log, language, encode } = this.#options;
		const known = frames.get(message) ?? {};
		frames.set(message, known);
		known[language] ??= encode({
			event: message.kind,
			id: String(message.seq),
			data: messageData(message, log.seen, language),
		});
		return known[language];
	}

	/** Resolves at news of the job, or after a ping. */
	#news(): Promise<void> {
		const { encode, pingMs, now } = this.#options;
		const { newest, seen } = this.#options.log;
		// It may have come while the last was read.
		if (newest > this.#after || seen.position !== this.#position) return Promise.resolve();
		return new Promise((resolve) => {
			const ping = setInterval(() => {
				// Who does not even take pings is not given more of them.
				if ((this.#controller.desiredSize ?? 0) > 0)
					this.#send(encode({ event: "ping", data: { time: now() } }));
			}, pingMs);
			ping.unref();
			this.#wake = () => {
				clearInterval(ping);
				this.#wake = () => {};
				resolve();
			};
		});
	}

	#send(text: string): void {
		this.#controller.enqueue(encoder.encode(text));
	}

	#end(): void {
		if (this.#ended) return;
		this.#ended = true;
		clearTimeout(this.#stall);
		this.#unwatch();
		this.#wake();
		this.#options.onClose();
	}
}
