import { Chunk } from "./chunk";
import { encodeEvent } from "./encode";
import { type Client, FanOut, sliceLength } from "./fan-out";
import { Pace } from "./pace";
import type { Resumption } from "./replay";
import { Sequence } from "./sequence";
import { Session, type Sink } from "./session";
import { nameSelection, Shared } from "./shared";
import type { ToldTick } from "./tick";
import { type HubEvent, isWanted, type Selection, type Thin, type Wanted } from "./types";

export interface HubOptions {
	/** Names this life of the server; with a number it makes the id of each tick. */
	epoch: string;
	/** How many ticks may be replayed, and how old they may be. */
	retention: { count: number; ageMs: number };
	/** The whole present state of the selected events, for a client that cannot be brought up to date by replay. */
	state: (selection: Selection, also: Selection) => unknown;
	/** What those get who ask for each n-th second only; by default the last reading. */
	thin?: Thin;
	/** Bytes that may wait for one slow client. */
	sessionLimitBytes?: number;
	/** After this much silence a session gets a `ping`. */
	pingMs?: number;
	/** Monotonic milliseconds, Unix milliseconds and chance, for tests to set. */
	monotonic?: () => number;
	now?: () => number;
	random?: () => number;
}

/** What a client asks for. */
export interface StreamRequest {
	selection: Selection;
	/** See Wanted. */
	also?: Selection;
	/** Only each n-th second; `null`, the default, is each tick. */
	every?: number | null;
	lastEventId: string | null;
}

const encoder = new TextEncoder();
const encode = (event: Parameters<typeof encodeEvent>[0]) => encoder.encode(encodeEvent(event));

/** Sends each tick to all clients, greets those that come, and counts them. */
export class Hub {
	#options: Required<HubOptions>;
	#sequence: Sequence;
	#paces = new Map<number | null, { pace: Pace; at: number }>();
	#clients = new Set<Client>();
	#byBody = new WeakMap<ReadableStream<Uint8Array>, Client>();
	#leaving: { client: Client; last: Uint8Array }[] = [];
	#retained = new Map<string, { chunk: Chunk; isNamed: boolean }>();
	#states = new Shared<Chunk>();
	#fanOut: FanOut;
	#pingTimer: NodeJS.Timeout;
	#sent = { bytes: 0 };
	#closed = false;

	constructor(options: HubOptions) {
		this.#options = {
			thin: (_, readings) => readings.at(-1),
			sessionLimitBytes: 64 * 1024,
			pingMs: 15_000,
			monotonic: () => performance.now(),
			now: Date.now,
			random: Math.random,
			...options,
		};
		this.#sequence = new Sequence(options.epoch);
		this.#use(null);
		this.#fanOut = new FanOut(this.#options.monotonic);
		this.#pingTimer = setInterval(() => this.#ping(), this.#options.pingMs / 3);
		this.#pingTimer.unref();
	}

	/** How many streams are open. */
	get sessions(): number {
		return this.#clients.size;
	}

	/** How many bytes were handed over to all streams so far. */
	get sentBytes(): number {
		return this.#sent.bytes;
	}

	/** The id of the newest tick: who resumes from it gets all that comes after. */
	get cursor(): string {
		return this.#sequence.cursor;
	}

	/**
	 * Sends these events as one tick, encoded once for each distinct selection, whatever the number of clients. It has a
	 * number and is remembered when anything in it lasts.
	 */
	broadcast(time: number, events: HubEvent[]): void {
		if (this.#closed || events.length === 0) return;
		const seq = events.every((event) => event.transient || event.named) ? null : this.#sequence.next();
		for (const { event, data, retained } of events) {
			if (retained) this.#retained.set(event, { chunk: new Chunk(encode({ event, data })), isNamed: false });
		}
		this.#states.clear();
		for (const [every, used] of this.#paces) {
			const clients = [...this.#clients].filter((client) => client.every === every);
			for (const tick of used.pace.add(time, events, seq)) this.#fanOut.send(tick, clients);
			// As long as what it remembers, so that those who come back find it.
			const until = used.at + this.#options.retention.ageMs;
			if (clients.length > 0 || every === null) used.at = this.#options.now();
			else if (until < this.#options.now()) this.#paces.delete(every);
		}
	}

	/** Tells each client that comes, however it comes, what `read` gives then, if it names the event. */
	present(event: string, read: () => unknown): void {
		this.#retained.set(event, {
			isNamed: true,
			get chunk() {
				return Chunk.single(encode({ event, data: read() }));
			},
		});
	}

	/** The newest event of this name is no news to fresh clients any more. */
	forget(event: string): void {
		this.#retained.delete(event);
	}

	/**
	 * Opens a stream: greets the client, sends what it missed, and all that comes from now on, without a hole and
	 * without a double. `null` when the client has already left or the hub is closed.
	 */
	open(
		options: StreamRequest & {
			signal: AbortSignal;
			/** What `hello` says beside epoch, seq and how the stream begins. */
			hello: Record<string, unknown>;
			/** The response that the stream is written to, where it can be had. */
			sink?: Sink | null;
			/** Whether the stream is to be gzip. */
			gzip?: boolean;
			/** Called once when the stream has ended, for whatever reason. */
			onClose?: () => void;
		},
	): ReadableStream<Uint8Array> | null {
		const { selection, also, every = null, lastEventId, signal, sink, gzip, onClose } = options;
		// A client that left before its stream was built fires no event any more: its stream would leak for ever.
		if (this.#closed || signal.aborted) return null;
		const wanted = nameSelection(selection, also);
		const pace = this.#use(every);
		const session = new Session({
			limitBytes: this.#options.sessionLimitBytes,
			catchUp: () => {
				client.caughtUp = pace.replay.newest;
				return this.#encodeState(pace, wanted);
			},
			onClose: () => {
				this.#clients.delete(client);
				onClose?.();
			},
			sink,
			gzip,
			sent: this.#sent,
		});
		const client: Client = { ...wanted, every, session, caughtUp: 0 };
		const { resumption, chunks } = this.#begin(pace, client, lastEventId);
		const { newest: seq, floor } = pace.replay;
		const { epoch } = this.#options;
		const data = { epoch, seq, ...resumption, oldest: floor + 1, ...options.hello };
		const hello = Chunk.single(encode({ event: "hello", retry: this.#retryMs(), data }));
		session.greet([hello, ...chunks], this.#options.monotonic());
		this.#clients.add(client);
		this.#byBody.set(session.body, client);
		signal.addEventListener("abort", () => session.close(), { once: true });
		return session.body;
	}

	/** Ends a stream: nothing more is sent on it but this event. Of thousands at once, a few at a time. */
	dismiss(body: ReadableStream<Uint8Array>, event: { event: string; data: unknown }): void {
		const client = this.#byBody.get(body);
		if (!client || !this.#clients.delete(client)) return;
		client.session.mute();
		if (this.#leaving.push({ client, last: encode(event) }) === 1)
			setImmediate(() => this.#takeLeave(sliceLength));
	}

	/** What the stream would have replayed after this id, for those who ask again and again instead of listening. */
	since(lastEventId: string, selection: Selection): { resumption: Resumption; ticks: ToldTick[] } {
		const seq = this.#sequence.parse(lastEventId);
		const { resumption, ticks } = this.#use(null).replay.tell(seq, selection);
		return { resumption: this.#count(resumption, seq), ticks };
	}

	/** The stream of a client for whom there is no place now: tells it when to come back, and ends. */
	turnAway(retryMs: number): Uint8Array<ArrayBuffer> {
		return encode({ event: "busy", retry: retryMs, data: { time: this.#options.now(), retryMs } });
	}

	/** Tells all clients to come back, each after a while of its own, and ends their streams. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		clearInterval(this.#pingTimer);
		this.#takeLeave(this.#leaving.length);
		for (const { session } of [...this.#clients]) {
			const retry = this.#retryMs();
			const data = { time: this.#options.now(), retryMs: retry };
			session.close(encode({ event: "shutdown", retry, data }));
		}
	}

	#takeLeave(count: number): void {
		const leaving = this.#leaving.splice(0, count);
		if (this.#leaving.length > 0) setImmediate(() => this.#takeLeave(sliceLength));
		for (const { client, last } of leaving) client.session.close(last);
	}

	#use(every: number | null): Pace {
		const { retention, now, thin } = this.#options;
		const pace =
			this.#paces.get(every)?.pace ?? new Pace({ every, sequence: this.#sequence, retention, now, thin });
		this.#paces.set(every, { pace, at: now() });
		return pace;
	}

	#begin(
		pace: Pace,
		client: Client,
		lastEventId: string | null,
	): { resumption: Resumption; chunks: Chunk[] } {
		const retained = [...this.#retained].filter(([event, { isNamed }]) => isWanted(client, event, isNamed));
		const chunksOf = (list: typeof retained) => list.map(([, { chunk }]) => chunk);
		if (lastEventId === null) {
			return { resumption: { resumed: "fresh", missed: 0 }, chunks: chunksOf(retained) };
		}
		const isOpen = (other: string) =>
			[...this.#clients].some(({ key, every }) => key === other && every === client.every);
		const seq = this.#sequence.parse(lastEventId);
		const { resumption, chunks } = pace.replay.resume(seq, client, isOpen);
		if (resumption.resumed === "gap") chunks.push(this.#encodeState(pace, client));
		// They are in no replay.
		else chunks.push(...chunksOf(retained.filter(([, { isNamed }]) => isNamed)));
		return { resumption: this.#count(resumption, seq), chunks };
	}

	// What is not replayed is counted by its numbers.
	#count({ resumed, missed }: Resumption, seq: number | null): Resumption {
		return { resumed, missed: missed ?? (seq === null ? null : this.#sequence.seq - seq) };
	}

	#encodeState({ replay }: Pace, { key, selection, also }: Wanted): Chunk {
		const id = this.#sequence.encode(replay.newest);
		return this.#states.get(`${id} ${key}`, () => {
			return new Chunk(encode({ event: "snapshot", id, data: this.#options.state(selection, also) }));
		});
	}

	#ping(): void {
		const now = this.#options.monotonic();
		const ping = new Chunk(encode({ event: "ping", data: { time: this.#options.now() } }));
		for (const { session } of this.#clients) {
			if (now - session.lastPush >= (this.#options.pingMs * 2) / 3) session.push(ping, now);
		}
	}

	#retryMs(): number {
		return Math.round(1_000 + this.#options.random() * 4_000);
	}
}
