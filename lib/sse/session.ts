import { Chunk } from "./chunk";
import { appendChecksum, emptyChecksum, gzipHeader, gzipTrailer } from "./gzip";

/** What lies under a stream in Node: an HTTP response. */
export interface Sink {
	readonly headersSent: boolean;
	readonly destroyed: boolean;
	/** Bytes that were written and are not sent. */
	readonly writableLength: number;
	/** Whether `drain` will be told. */
	readonly writableNeedDrain: boolean;
	write(chunk: Uint8Array): boolean;
	end(chunk?: Uint8Array): unknown;
	once(event: "drain", listener: () => void): unknown;
}

// To close a web stream costs twice what it costs to end the response under it, and 5,000 of them hold up a server that
// goes for two seconds. So it goes without; one that stays, as when it is reloaded, closes them once that is done.
const forgottenMs = 10_000;

/**
 * One client's stream. At most `limitBytes` wait for it: a client that takes less than it is sent is skipped until
 * it has room again, and then gets one chunk that brings it up to date instead of all that it missed.
 */
export class Session {
	#controller: ReadableStreamDefaultController<Uint8Array> | null = null;
	#behind = false;
	#muted = false;
	#awaitsDrain = false;
	#lastPush = 0;
	#catchUp: () => Chunk;
	#onClose: () => void;
	#limitBytes: number;
	#sink: Sink | null;
	#greeted = false;
	#gzip: boolean;
	#checksum = emptyChecksum;
	#sent: { bytes: number };
	readonly body: ReadableStream<Uint8Array>;

	constructor(options: {
		limitBytes: number;
		catchUp: () => Chunk;
		onClose: () => void;
		sink?: Sink | null;
		/** Whether the client is sent a gzip stream. */
		gzip?: boolean;
		/** Counts what was handed over. */
		sent?: { bytes: number };
	}) {
		this.#limitBytes = options.limitBytes;
		this.#sink = options.sink ?? null;
		this.#catchUp = options.catchUp;
		this.#onClose = options.onClose;
		this.#gzip = options.gzip ?? false;
		this.#sent = options.sent ?? { bytes: 0 };
		this.body = new ReadableStream<Uint8Array>(
			{
				start: (controller) => {
					this.#controller = controller;
				},
				pull: () => this.#pull(),
				cancel: () => this.#end(),
			},
			new ByteLengthQueuingStrategy({ highWaterMark: options.limitBytes }),
		);
	}

	/** When something was last handed over (monotonic milliseconds). */
	get lastPush(): number {
		return this.#lastPush;
	}

	/** Hands over a chunk, or skips it while the client has no room. */
	push(chunk: Chunk, now: number): void {
		if (!this.#controller || this.#muted) return;
		// Who was skipped is first brought up to date: a later chunk before that would be a hole.
		if (this.#behind) return;
		const sink = this.#direct();
		if (sink ? sink.writableLength >= this.#limitBytes : (this.#controller.desiredSize ?? 0) <= 0) {
			this.#behind = true;
			if (sink) this.#awaitDrain(sink);
			return;
		}
		this.#lastPush = now;
		this.#write(chunk, sink);
	}

	/** Hands over the first chunks, whatever their size: the greeting, and what was missed, whose bytes are shared by all. */
	greet(chunks: Chunk[], now: number): void {
		this.#lastPush = now;
		if (this.#gzip) this.#controller?.enqueue(gzipHeader);
		for (const chunk of chunks) this.#write(chunk, null);
		setImmediate(() => {
			this.#greeted = true;
		});
	}

	/** Sends nothing any more but the last word. */
	mute(): void {
		this.#muted = true;
	}

	/** Ends the stream, after a last word if there is one. */
	close(last?: Uint8Array): void {
		const controller = this.#controller;
		if (!controller) return;
		const sink = last ? this.#direct() : null;
		// Where that does not go: through the stream, so that what was written before has its place before it.
		if (last) this.#write(Chunk.single(last), sink);
		const trailer = this.#gzip ? gzipTrailer(this.#checksum) : null;
		this.#end();
		if (sink) {
			sink.end(trailer ?? undefined);
			setTimeout(() => this.#isEmpty(controller) && controller.close(), forgottenMs).unref();
			return;
		}
		if (trailer) controller.enqueue(trailer);
		controller.close();
	}

	// Not before all that waits has left, here and under it: behind that the client could soon be skipped again, and
	// would need another chunk.
	#pull(): void {
		if (!this.#behind || this.#muted || !this.#isEmpty()) return;
		if (this.#sink?.writableNeedDrain) this.#awaitDrain(this.#sink);
		// Through the stream: the chunk that was just read from it is not yet written.
		else this.#drain(null);
	}

	#awaitDrain(sink: Sink): void {
		if (this.#awaitsDrain) return;
		this.#awaitsDrain = true;
		sink.once("drain", () => {
			this.#awaitsDrain = false;
			this.#drain(this.#direct());
		});
	}

	#drain(sink: Sink | null): void {
		if (!this.#behind || this.#muted) return;
		this.#behind = false;
		const controller = this.#controller;
		if (!controller) return;
		try {
			this.#write(this.#catchUp(), sink);
		} catch {
			// It cannot be brought up to date, so it is cut off, and comes back as after any cut. Next is silent about an
			// AbortError; any other it would log, for each client.
			this.#end();
			controller.error(new DOMException("the client could not be brought up to date", "AbortError"));
		}
	}

	#write(chunk: Chunk, sink: Sink | null): void {
		const bytes = this.#gzip ? chunk.block.bytes : chunk.bytes;
		if (this.#gzip) this.#checksum = appendChecksum(this.#checksum, chunk.block);
		this.#sent.bytes += bytes.length;
		if (sink) sink.write(bytes);
		else this.#controller?.enqueue(bytes);
	}

	// A web stream costs several promises a chunk, twice what the writing does. Once all that went through it has
	// been written, which also sent the headers, chunks may go straight to the response under it, in the same order.
	#direct(): Sink | null {
		const sink = this.#sink;
		return this.#greeted && this.#isEmpty() && sink?.headersSent && !sink.destroyed ? sink : null;
	}

	#isEmpty(controller = this.#controller): boolean {
		return controller?.desiredSize === this.#limitBytes;
	}

	#end(): void {
		if (!this.#controller) return;
		this.#controller = null;
		this.#onClose();
	}
}
