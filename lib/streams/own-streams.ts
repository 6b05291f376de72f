import type { Log } from "@/lib/log";
import type { ReadableWindow } from "@/lib/series-window";
import type { HubEvent } from "@/lib/sse/types";
import { Limits } from "./limits";
import { OwnReadings, type OwnReadingsOptions } from "./own-readings";
import { Paced } from "./paced";
import type { StoredStream } from "./stored";
import { StoredFile, type WholeFile } from "./stored-file";
import { type OwnEvent, type OwnStream, type OwnStreamList, type OwnValues, ownMetrics } from "./types";
import { isOtherPace, usualDistance } from "./usual";
import { fieldsOf, mostFields } from "./values";

/** So many streams there may be. */
export const mostStreams = 50;
/** Pushes of the same moment are told together: each tick has a number, of which only so many are remembered. */
export const tellEveryMs = 250;
const forgetMs = 30 * 86_400_000;
const sweepMs = 3_600_000;
/** A clock that is further behind than this was set back. */
const setBackMs = 1_000;

/** What is pushed, to where and by whom. */
export interface Push {
	name: string;
	values: OwnValues;
	/** How many bytes it took. */
	bytes: number;
	/** `null` leaves it as it is, and "" takes it away. */
	title: string | null;
	unit: string | null;
	/** Whose limit it counts for, and how that one is called. */
	pusher: { key: string; name: string | null };
}

export type Pushed =
	| { name: "pushed"; time: number; isNew: boolean }
	/** Too much of it: it may be tried again after so long. */
	| { name: "wait"; waitMs: number }
	/** There are as many streams as there may be; or so many fields of this one. */
	| { name: "full"; most: number }
	| { name: "tooManyFields"; most: number };

interface OwnStreamsOptions extends Pick<OwnReadingsOptions, "stepMs" | "recentMs" | "keep" | "read"> {
	file: WholeFile | null;
	log: Log;
	/** Sends events as one tick. */
	tell: (events: HubEvent[]) => void;
	/** The newest event of this name is not to be sent any more. */
	forget: (name: string) => void;
	/** Unix and monotonic milliseconds, for tests to set. */
	now?: () => number;
	monotonic?: () => number;
}

/** The streams that scripts push to: what each said last, and who may say how much. */
export class OwnStreams {
	#options: OwnStreamsOptions & { now: () => number };
	#streams = new Map<string, StoredStream>();
	/** Those that were pushed to since this start, each with the pace that was told of it. */
	#pushed = new Map<string, number | null>();
	#readings: OwnReadings;
	#stored: StoredStream[] | null = null;
	#limits: Limits;
	#file: StoredFile;
	#waiting: HubEvent[] = [];
	#isListNews = false;
	#telling = new Paced(() => this.#tell(), tellEveryMs);
	#sweeper: NodeJS.Timeout;

	constructor(options: OwnStreamsOptions) {
		this.#options = { now: Date.now, ...options };
		this.#readings = new OwnReadings({
			...options,
			onChange: () => {
				this.#change();
				this.#telling.soon();
			},
		});
		this.#limits = new Limits(options.monotonic ?? (() => performance.now()));
		this.#file = new StoredFile(options.file, options.log, () => this.#all);
		for (const stream of this.#file.load().slice(0, mostStreams)) this.#streams.set(stream.name, stream);
		this.#sweeper = setInterval(() => this.#sweep(), sweepMs).unref();
		this.#sweep();
	}

	/** Tells what was kept from before. */
	start(): void {
		if (this.#streams.size === 0) return;
		this.#isListNews = true;
		this.#waiting = this.#all.map(({ name, newest }) => ({ event: name, data: newest, retained: true }));
		this.#telling.soon();
	}

	/** The numbers of the last minutes, `<stream>.<field>`. */
	get recent(): ReadableWindow {
		return this.#readings.recent;
	}

	/** Of all of them, in the order in which they began. */
	get names(): string[] {
		return [...this.#streams.keys()];
	}

	get list(): OwnStreamList {
		const streams = this.#all.map(
			({ newest: _, ...stream }): OwnStream => ({
				...stream,
				isRestored: !this.#pushed.has(stream.name),
				notKept: this.#readings.whyNotKept(stream.name),
			}),
		);
		return { time: this.#options.now(), streams };
	}

	/** The newest push of each, by name. */
	get newest(): Record<string, OwnEvent> {
		return Object.fromEntries(this.#all.map(({ name, newest }) => [name, newest]));
	}

	/** Remembers what the history has of the last minutes, once it can be asked. */
	recall(): Promise<void> {
		return this.#readings.recall(ownMetrics(this.#all), this.#options.now());
	}

	/** Takes a push in, and tells it. */
	push({ name, values, bytes, title, unit, pusher }: Push): Pushed {
		const { now } = this.#options;
		const known = this.#streams.get(name);
		if (!known && this.#streams.size >= mostStreams) return { name: "full", most: mostStreams };
		const fields = joinFields(known?.fields ?? [], fieldsOf(values));
		if (fields.length > mostFields) return { name: "tooManyFields", most: mostFields };
		const waitMs = this.#limits.take(pusher.key, name, bytes);
		if (waitMs > 0) return { name: "wait", waitMs };

		const time = timeAfter(known?.newest.time ?? null, now());
		const newest: OwnEvent = { time, ...values };
		// What was silent while no server ran says nothing of the pace.
		const gapMs = known && this.#pushed.has(name) ? time - known.newest.time : null;
		const stream: StoredStream = {
			name,
			title: title === null ? (known?.title ?? null) : title || null,
			unit: unit === null ? (known?.unit ?? null) : unit || null,
			fields,
			pushedBy: pusher.name,
			everyMs: gapMs === null ? (known?.everyMs ?? null) : usualDistance(known?.everyMs ?? null, gapMs),
			newest,
		};
		this.#note(stream, known);
		this.#readings.add(name, newest);
		this.#waiting.push({ event: name, data: newest, retained: true });
		this.#telling.soon();
		return { name: "pushed", time, isNew: !known };
	}

	/** Forgets a stream, but not what the history has of it; `false` where there is none of this name. */
	remove(name: string): boolean {
		if (!this.#streams.delete(name)) return false;
		this.#pushed.delete(name);
		this.#readings.forget(name);
		this.#waiting = this.#waiting.filter(({ event }) => event !== name);
		this.#options.forget(name);
		this.#change();
		this.#telling.soon();
		return true;
	}

	/** Tells what is not yet told, and keeps what was pushed last. */
	close(): void {
		clearInterval(this.#sweeper);
		this.#telling.close();
		this.#tell();
		this.#file.close();
	}

	get #all(): StoredStream[] {
		this.#stored ??= [...this.#streams.values()];
		return this.#stored;
	}

	#note(stream: StoredStream, known: StoredStream | undefined): void {
		const { name, everyMs } = stream;
		const told = this.#pushed.get(name);
		const isOther = told === undefined || isOtherPace(told, everyMs) || !looksAlike(stream, known);
		if (isOther) this.#pushed.set(name, everyMs);
		this.#streams.set(name, stream);
		this.#stored = null;
		if (isOther) this.#change();
		else this.#file.soon();
	}

	#change(): void {
		this.#stored = null;
		this.#isListNews = true;
		this.#file.soon();
	}

	#tell(): void {
		const { tell } = this.#options;
		const events = this.#waiting.splice(0);
		// First, so that who hears of a stream for the first time listens to what it says.
		if (this.#isListNews) events.unshift({ event: "streams", data: this.list, retained: true });
		this.#isListNews = false;
		if (events.length > 0) tell(events);
		this.#readings.flush();
	}

	#sweep(): void {
		const before = this.#options.now() - forgetMs;
		for (const { name, newest } of this.#all) if (newest.time < before) this.remove(name);
	}
}

function joinFields(known: StoredStream["fields"], pushed: StoredStream["fields"]): StoredStream["fields"] {
	const kinds = new Map([...known, ...pushed].map(({ name, kind }) => [name, kind]));
	return [...kinds].map(([name, kind]) => ({ name, kind }));
}

// Two of the same millisecond would be one in the history.
function timeAfter(last: number | null, now: number): number {
	return last === null || now > last || last - now > setBackMs ? now : last + 1;
}

function looksAlike(stream: StoredStream, known: StoredStream | undefined): boolean {
	const look = ({ title, unit, fields, pushedBy }: StoredStream) =>
		JSON.stringify([title, unit, fields, pushedBy]);
	return known !== undefined && look(stream) === look(known);
}
