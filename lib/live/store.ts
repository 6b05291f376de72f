import type { Fact } from "@/lib/history/types";
import type { JobView } from "@/lib/jobs/types";
import { type MetricName, type StateEvents, type StateName, stateNames } from "@/lib/metrics/types";
import type { SeriesWindow } from "@/lib/series-window";
import type { OwnEvent } from "@/lib/streams/types";
import { onRefusal } from "./ask";
import { BrowserConnection } from "./browser-connection";
import { readServerTime } from "./clock-offset";
import { pollEveryMs } from "./connect";
import { mergeFacts } from "./facts";
import { Freshness } from "./freshness";
import { HistoryFill } from "./history";
import { isOver, overBy } from "./over";
import { Readings } from "./readings";
import { SessionWatch } from "./session-watch";
import { Topics } from "./topics";
import type { ClockOffset, ConnectionState, Hello, PageConnection, PageState, Visibility } from "./types";

/**
 * What a page may listen to: a new value of an event, the end of a tick, the connection's state, whether anybody looks,
 * the measured offset, each second.
 */
export type Topic = StateName | "tick" | "state" | "seen" | "offset" | "second";

const offsetEveryMs = 60_000;
/** They change seldom, and are true until the next one comes. */
const seldom = new Set<StateName>(["host", "system", "history", "fact", "streams", "jobs"]);

const delayed: ConnectionState = { name: "delayed" };

/**
 * All that a page knows of its host: the newest value of each event with its age, the window of series, and how it
 * stands to the server. Knows nothing of React; does nothing until `start`.
 */
export class LiveStore {
	#topics = new Topics<Topic>();
	#readings: Readings;
	#freshness: Freshness;
	#fill: HistoryFill;
	#session = new SessionWatch({ onOver: () => this.#endSession(), onBack: () => this.start() });
	#endRefusals: (() => void) | null = null;
	#facts: readonly Fact[];
	#connection: PageConnection | null = null;
	#visibility: Visibility = "visible";
	#connectionState: ConnectionState = { name: "connecting" };
	#toldState: ConnectionState["name"] = "connecting";
	/** Whether the server was heard since the page was loaded. */
	#greeted = false;
	#serverVersion: string;
	#second: ReturnType<typeof setInterval> | undefined;
	#measure: ReturnType<typeof setInterval> | undefined;
	#changed = new Set<StateName>();
	#tickQueued = false;

	/** Is called with each job that is another than it was. */
	hearJob: ((job: JobView) => void) | null = null;

	constructor(readonly page: PageState) {
		this.#readings = new Readings(page);
		this.#serverVersion = page.version;
		this.#facts = page.facts;
		this.#fill = new HistoryFill(this.window, (facts) => {
			this.#addFacts(facts);
			this.#queueTick();
		});
		this.#freshness = new Freshness({
			pageTime: page.time,
			ask: readServerTime,
			onOffset: () => {
				this.#topics.tell("offset");
				this.#tellState();
			},
		});
	}

	/** The series that charts draw. */
	get window(): SeriesWindow {
		return this.#readings.window;
	}

	/** Each step of the window is one reading. */
	readonly peaks = null;
	readonly troughs = null;

	/** What happened in the window: the same list until something does. */
	get facts(): readonly Fact[] {
		return this.#facts;
	}

	/** Calls `listener` at each news of `topic`; returns what ends it. */
	on(topic: Topic, listener: () => void): () => void {
		return this.#topics.on(topic, listener);
	}

	/** Calls `listener` once after all events of a tick. */
	onTick(listener: () => void): () => void {
		return this.on("tick", listener);
	}

	/** The newest value of an event; the same object until a newer one comes. */
	get<N extends StateName>(name: N): StateEvents[N] | undefined {
		return this.#readings.get(name);
	}

	/** The newest push of a stream of somebody's own; the same object until a newer one comes. */
	own(name: string): OwnEvent | undefined {
		return this.#readings.own(name);
	}

	/** The newest value of every event. */
	get readings(): Partial<StateEvents> {
		return this.#readings.all;
	}

	/** The server's time, as well as the browser knows it. */
	get now(): number {
		return this.#freshness.now;
	}

	/** Whether anybody looks at the page. */
	get isSeen(): boolean {
		return this.#visibility === "visible";
	}

	/** How the page stands to its server. A connection over which only old news comes is a delayed one. */
	get state(): ConnectionState {
		const state = this.#connectionState;
		const isUp = state.name === "live" || state.name === "polling";
		return isUp && this.#freshness.isLate(this.#freshness.heardTime, this.#paceMs) ? delayed : state;
	}

	/** Whether the page is being told what is true now. */
	get connected(): boolean {
		const { name } = this.state;
		return name === "live" || name === "polling";
	}

	/** Whether what the page holds may be true: it is connected, or connects for the first time with what it was rendered with. */
	get trusted(): boolean {
		return this.connected || (!this.#greeted && this.#connectionState.name === "connecting");
	}

	get offset(): ClockOffset | null {
		return this.#freshness.offset;
	}

	/** Whether the server is of another version than this page, which should then be loaded anew. */
	get outdated(): boolean {
		return this.#serverVersion !== this.page.version;
	}

	/** How old the newest news of the server is, `null` before there was any. */
	get silentMs(): number | null {
		const silentMs = this.#connection?.silentMs ?? null;
		return silentMs === null ? null : Math.max(0, silentMs, this.#freshness.ageMs(this.#freshness.heardTime));
	}

	/** How old the newest value of an event is, `null` where there is none. */
	ageMs(name: StateName): number | null {
		const time = this.#readings.get(name)?.time;
		return time === undefined ? null : Math.max(0, this.#freshness.ageMs(time));
	}

	/** How long ago the page was rendered. */
	get pageAgeMs(): number {
		return Math.max(0, this.#freshness.ageMs(this.page.time));
	}

	/** Whether a value may not be shown as a live one: the server is not heard, or this reading is late. */
	isStale(name: StateName): boolean {
		if (!this.trusted) return true;
		if (seldom.has(name)) return false;
		const time = this.#readings.get(name)?.time ?? Number.NaN;
		const readEveryMs = this.page.intervalMs * (this.page.pace[name as MetricName] ?? 1);
		return this.#freshness.isLate(time, Math.max(this.#paceMs, readEveryMs));
	}

	/** Takes in a reading that was asked for beside the stream. */
	put<N extends StateName>(name: N, reading: StateEvents[N]): void {
		this.#set(name, reading);
		this.#queueTick();
	}

	/** Begins to listen to the server; a second call changes nothing. */
	start(): void {
		this.#second ??= setInterval(() => this.#passSecond(), 1_000);
		this.#measure ??= setInterval(() => this.connected && void this.#freshness.measure(), offsetEveryMs);
		this.#endRefusals ??= onRefusal(() => this.#session.doubt());
		this.#connection ??= this.#connect();
		this.#connection.start();
		this.#fill.resume();
	}

	stop(): void {
		this.#connection?.stop();
		this.#fill.pause();
	}

	retryNow(): void {
		this.#connection?.retryNow();
	}

	/** Whether anybody looks at the page. */
	setVisibility(visibility: Visibility): void {
		this.#visibility = visibility;
		this.#connection?.setVisibility(visibility);
		this.#topics.tell("seen");
		if (this.isSeen) this.#session.look();
	}

	/** See Connection.wake. */
	wake(): void {
		this.#connection?.wake();
		this.#tellState();
	}

	/** Ends everything: the page is gone. */
	close(): void {
		this.stop();
		clearInterval(this.#second);
		clearInterval(this.#measure);
		this.#endRefusals?.();
		this.#endRefusals = null;
		this.#session.close();
		this.#second = undefined;
		this.#measure = undefined;
	}

	#connect(): PageConnection {
		return new BrowserConnection(this.page.id, this.#visibility, {
			onHello: (hello: Hello) => this.#greet(hello),
			onEvent: (name: string, data: unknown) => this.#receive(name, data),
			onHole: () => this.#fill.fill(Number.NEGATIVE_INFINITY, this.#freshness.now, this.#readings.all),
			onState: (state: ConnectionState) => this.#hearState(state),
		});
	}

	#hearState(state: ConnectionState): void {
		this.#connectionState = state;
		if (state.name === "resting" || isOver(state)) this.#fill.pause();
		else if (state.name === "live" || state.name === "polling") this.#fill.resume();
		this.#session.hear(state);
		this.#tellState(true);
	}

	// Where something on the way holds the stream back, the word of its end is held back with it.
	#endSession(): void {
		const { name } = this.#connectionState;
		if (name === "stopped" || name === "ended") return;
		this.#connection?.stop();
		this.#hearState(overBy.signedOut);
	}

	#greet({ time, version }: Pick<Hello, "time" | "version">): void {
		if (!this.#greeted) this.#session.announce();
		this.#greeted = true;
		this.#serverVersion = version;
		this.#freshness.hear(time, { isNewStream: true });
	}

	#receive(name: string, data: unknown): void {
		if (name === "snapshot") {
			const snapshot = data as PageState;
			const known = this.window.newest;
			for (const [event, reading] of Object.entries(snapshot.events)) this.#take(event, reading);
			this.#fill.fill(known, this.#freshness.now, snapshot.events);
		} else {
			this.#take(name, data);
		}
		this.#queueTick();
	}

	#take(name: string, data: unknown): void {
		if (name === "job") this.hearJob?.(data as JobView);
		if (stateNames.includes(name as StateName)) this.#set(name as StateName, data as never);
		else if (this.get("streams")?.streams.some((stream) => stream.name === name))
			this.#readings.setOwn(name, data as OwnEvent);
	}

	#addFacts(facts: readonly Fact[]): void {
		const oldest = this.window.newest - this.window.capacity * this.window.stepMs;
		this.#facts = mergeFacts(this.#facts, facts, oldest);
	}

	#set<N extends StateName>(name: N, reading: StateEvents[N]): void {
		this.#readings.set(name, reading);
		this.#changed.add(name);
		if (name === "fact") this.#addFacts([reading as Fact]);
		if (name === "clock") this.#freshness.hear(reading.time);
	}

	// The events of one tick arrive one by one; told at once, the page would be laid out and painted more than once a tick.
	#queueTick(): void {
		if (this.#tickQueued) return;
		this.#tickQueued = true;
		setTimeout(() => {
			this.#tickQueued = false;
			this.#readings.forget();
			const changed = [...this.#changed];
			this.#changed.clear();
			this.#tellState();
			for (const name of changed) this.#topics.tell(name);
			this.#topics.tell("tick");
		});
	}

	#passSecond(): void {
		this.#tellState();
		this.#topics.tell("second");
	}

	#tellState(always = false): void {
		const { name } = this.state;
		if (!always && name === this.#toldState) return;
		this.#toldState = name;
		this.#topics.tell("state");
	}

	/** How often the server is heard. */
	get #paceMs(): number {
		return this.#connectionState.name === "polling" ? pollEveryMs : this.page.intervalMs;
	}
}
