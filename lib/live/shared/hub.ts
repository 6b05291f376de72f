import { isOver } from "../over";
import type { ConnectionEvents, ConnectionState, Hello, PageConnection, Visibility } from "../types";
import { Member } from "./member";
import { beatMs, type PageMessage, type Tick } from "./protocol";
import { TickRing } from "./tick-ring";

/** The whole present state, as `/api/snapshot` answers it. */
interface WholeState {
	id: string;
}

interface HubOptions {
	/** Makes the one connection, from the first page's cursor on. */
	connect: (cursor: string | null, events: ConnectionEvents, visibility: Visibility) => PageConnection;
	readState: () => Promise<WholeState>;
}

/** A page that left so many beats unanswered is gone. Pages answer messages, which no browser throttles, not timers. */
const mostUnanswered = 60;
/** The one event that is true only now: it has no place in what a page may have missed. */
const transient = "clock";

/** Holds one connection for all pages of a browser, and tells each of them all that comes after what it has. */
export class SharedHub {
	#options: HubOptions;
	#members = new Set<Member>();
	#connection: PageConnection | null = null;
	#state: ConnectionState = { name: "connecting" };
	#hello: { data: Hello; heardAt: number } | null = null;
	#ring = new TickRing(null);
	/** The beginning of a tick whose end has not come. */
	#begun: Tick["events"] = [];
	#flush: ReturnType<typeof setTimeout> | undefined;
	#beat: ReturnType<typeof setInterval> | undefined;

	constructor(options: HubOptions) {
		this.#options = options;
	}

	/** Takes a page in, which says what it wants through this port. */
	welcome(port: MessagePort): void {
		let member: Member | null = null;
		const leave = () => {
			if (member) this.#remove(member);
		};
		// Where the browser tells of a page that is gone, it need not be waited for.
		port.addEventListener("close", leave);
		port.addEventListener("message", ({ data }: MessageEvent<PageMessage>) => {
			if (data.type === "join") {
				member = new Member(port, data.cursor, data.visible);
				this.#add(member);
			} else if (data.type === "leave") {
				leave();
			} else if (member && this.#members.has(member)) {
				this.#hear(member, data);
			}
		});
		port.start();
	}

	#add(member: Member): void {
		this.#members.add(member);
		// It is over for those who were told so, of whom some may be frozen; who comes now has started anew.
		if (isOver(this.#state)) this.#close();
		if (this.#connection) {
			this.#look();
			// Its page was answered a moment ago: the server can be reached.
			this.#connection.wake();
		} else {
			this.#open(member);
		}
		this.#sync(member);
		if (!member.synced) this.#sayState(member);
	}

	#remove(member: Member): void {
		if (!this.#members.delete(member)) return;
		member.close();
		if (this.#members.size > 0) this.#look();
		else this.#close();
	}

	#hear(member: Member, message: PageMessage): void {
		member.heard();
		if (message.type === "visible") {
			member.visible = message.visible;
			this.#look();
		} else if (message.type === "retry") {
			this.#connection?.retryNow();
		} else if (message.type === "wake") {
			this.#connection?.wake();
			this.#sayState(member);
		}
	}

	#open(first: Member): void {
		this.#ring = new TickRing(first.cursor);
		this.#connection = this.#options.connect(
			first.cursor,
			{
				onHello: (hello) => this.#greet(hello),
				onEvent: (name, data, id) => this.#receive(name, data, id),
				onHole: () => this.#toSynced((member) => member.tell({ type: "hole" })),
				onState: (state) => this.#take(state),
			},
			this.#visibility,
		);
		this.#connection.start();
		this.#beat = setInterval(() => this.#tellAlive(), beatMs);
	}

	#close(): void {
		clearInterval(this.#beat);
		clearTimeout(this.#flush);
		this.#flush = undefined;
		this.#connection?.stop();
		this.#connection = null;
		this.#state = { name: "connecting" };
		this.#hello = null;
		this.#begun = [];
	}

	get #visibility(): Visibility {
		return [...this.#members].some(({ visible }) => visible) ? "visible" : "hidden";
	}

	#look(): void {
		this.#connection?.setVisibility(this.#visibility);
	}

	#take(state: ConnectionState): void {
		// Nobody was asked for a sign of life meanwhile.
		if (this.#state.name === "resting") for (const member of this.#members) member.heard();
		this.#state = state;
		for (const member of this.#members) this.#sayState(member);
	}

	// A page that waits for what it has missed is not live yet, whatever the stream is.
	#sayState(member: Member): void {
		const isUp = ["live", "delayed", "polling"].includes(this.#state.name);
		const state: ConnectionState = isUp && !member.synced ? { name: "connecting" } : this.#state;
		member.tell({ type: "state", state, silentMs: this.#connection?.silentMs ?? null });
	}

	#greet(hello: Hello): void {
		// What a cut left unfinished is sent again as a whole.
		this.#begun = [];
		this.#hello = { data: hello, heardAt: performance.now() };
		this.#toSynced((member) => member.tell({ type: "hello", hello }));
	}

	#receive(name: string, data: unknown, id: string | null): void {
		if (name === "snapshot") this.#begun = [];
		this.#begun.push([name, data]);
		if (id !== null) this.#finish({ id, events: this.#begun.splice(0) });
		// The events of a tick come in one go. What is still alone after it may be a clock without readings.
		else this.#flush ??= setTimeout(() => this.#sendTransient());
	}

	#finish(tick: Tick & { id: string }): void {
		const lasting = tick.events.filter(([name]) => name !== transient);
		if (lasting[0]?.[0] === "snapshot") this.#ring.restart(tick);
		else this.#ring.push({ id: tick.id, events: lasting });
		for (const member of this.#members) {
			if (member.synced) member.take(tick);
			else this.#sync(member);
		}
	}

	#sendTransient(): void {
		this.#flush = undefined;
		const events = this.#begun.filter(([name]) => name === transient);
		if (events.length === 0) return;
		this.#begun = this.#begun.filter(([name]) => name !== transient);
		this.#toSynced((member) => member.take({ id: null, events }));
	}

	// The ring first; what it does not reach is asked of the server.
	#sync(member: Member): void {
		const missed = this.#ring.after(member.cursor);
		if (missed) this.#bring(member, missed);
		else if (!member.asking) void this.#ask(member);
	}

	async #ask(member: Member): Promise<void> {
		member.asking = true;
		try {
			const state = await this.#options.readState();
			const missed = this.#ring.after(state.id);
			// Of another life of the server than the stream: it waits for the stream to be there, too.
			if (missed && this.#members.has(member) && !member.synced) {
				this.#bring(member, [{ id: state.id, events: [["snapshot", state]] }, ...missed]);
			}
		} catch {
			// Asked again at the next tick; until then the page says that it is connecting.
		} finally {
			member.asking = false;
		}
	}

	#bring(member: Member, missed: Tick[]): void {
		member.synced = true;
		if (this.#hello) {
			const { data, heardAt } = this.#hello;
			member.tell({ type: "hello", hello: { ...data, time: data.time + performance.now() - heardAt } });
		}
		this.#sayState(member);
		for (const tick of missed) member.take(tick);
	}

	#tellAlive(): void {
		if (this.#state.name === "resting") return;
		const silentMs = this.#connection?.silentMs ?? null;
		for (const member of this.#members) {
			if (member.unanswered >= mostUnanswered) this.#remove(member);
			else member.beat(silentMs);
		}
	}

	#toSynced(tell: (member: Member) => void): void {
		for (const member of this.#members) if (member.synced) tell(member);
	}
}
