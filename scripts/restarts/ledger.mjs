// @ts-check

/**
 * @typedef {import("./event-parser.mjs").ParsedEvent} ParsedEvent
 * @typedef {{ events: ReadonlySet<string> | null, every: number }} Wanted every event when null; each `every`-th second
 * @typedef {{ epoch: string, seq: number, resumed: string, missed: number | null, oldest: number, every: number | null, time: number }} Hello
 * @typedef {{ event: string, time: number, text: string }} Reading
 * @typedef {{ epoch: string, from: number, ticks: Map<number, string | null> }} Stretch what came without a gap: the names
 *   of the events of each tick after `from`; `null` where they cannot be told from the greeting
 */

const ID = /^([A-Za-z0-9._-]+)-(\d+)$/;
// These are read when a snapshot is asked for, which may be in the very millisecond of the next tick.
const READ_WHEN_ASKED = ["clock", "host", "jobs"];
// In no tick: each who comes is told how they are then.
const UNNUMBERED = ["job", "jobs"];
// In each tick of readings, and told at once whatever the pace.
const STEADY = "cpu";
const PROMPT = "host";
const LATE_MS = 500;

/** What all viewers together were told in each tick, at each pace. */
export class Told {
	/** @type {Map<string, Map<string, string>>} */
	#ticks = new Map();
	/** The ticks that a viewer of all events was told. @type {Set<string>} */
	#whole = new Set();

	/** @param {string} id */
	addWhole(id) {
		this.#whole.add(id);
	}

	/** @param {string} id */
	isWhole(id) {
		return this.#whole.has(id);
	}

	/**
	 * False when another viewer of the same pace was told something else.
	 * @param {number} every
	 * @param {string} id
	 * @param {Reading} reading
	 */
	add(every, id, { event, text }) {
		const key = `${every} ${id}`;
		const tick = this.#ticks.get(key) ?? new Map();
		this.#ticks.set(key, tick);
		if (!tick.has(event)) tick.set(event, text);
		return tick.get(event) === text;
	}

	/**
	 * The names of the events of a tick, undefined when nobody was told of it.
	 * @param {number} every
	 * @param {string} id
	 */
	names(every, id) {
		const tick = this.#ticks.get(`${every} ${id}`);
		return tick && [...tick.keys()];
	}
}

/** Keeps the account of one viewer over all of its connections, and complains of whatever is not as promised. */
export class Ledger {
	#wanted;
	#told;
	#owedSnapshot = false;
	/** Whether events that last may still come without being of a tick, as they do to a fresh viewer. */
	#greeting = false;
	#ended = false;
	/** @type {Reading[]} */
	#pending = [];
	/** The newest time of each event. @type {Map<string, number>} */
	#times = new Map();
	/** @type {Stretch[]} */
	#stretches = [];
	#seq = 0;
	/** The time of the last tick that came at its pace. @type {number | null} */
	#paced = null;
	/** What is still to be replayed on this connection. @type {{ to: number, missed: number | null, got: number } | null} */
	#replay = null;
	/** What was not as promised. @type {string[]} */
	complaints = [];
	/** The id to resume from. @type {string | null} */
	lastEventId = null;
	/** Whether something arrived on this connection that did not exist when it was opened. */
	live = false;
	/** How this connection began. @type {Hello | null} */
	hello = null;
	/** How often it was skipped, being slow. */
	skips = 0;
	/** How many ticks arrived whole. */
	ticks = 0;

	/**
	 * @param {Wanted} wanted
	 * @param {Told} told
	 */
	constructor(wanted, told) {
		this.#wanted = wanted;
		this.#told = told;
	}

	/** A connection begins, which resumes from `lastEventId`. */
	open() {
		// A tick that was cut in the middle is owed again as a whole.
		[this.#pending, this.#owedSnapshot, this.#ended, this.#replay] = [[], false, false, null];
		[this.hello, this.live] = [null, false];
	}

	/** @param {ParsedEvent} event */
	take({ event, data: text, id }) {
		if (this.#ended) this.#complain(`${event} after the last word`);
		const data = JSON.parse(text);
		if (id !== null && ["hello", "clock", "ping", "shutdown", ...UNNUMBERED].includes(event)) {
			this.#complain(`${event} with an id`);
		}
		if (event === "hello") return this.#greet(data);
		if (!this.hello) return this.#complain(`${event} before hello`);
		if (event === "snapshot") return this.#takeSnapshot(data, id);
		if (this.#owedSnapshot) this.#complain(`${event} before the snapshot that follows a gap`);
		if (event === "ping") return;
		if (event === "shutdown") return this.#end();
		const { events } = this.#wanted;
		if (events && !events.has(event)) this.#complain(`${event}, which was not asked for`);
		if (event === "clock") return this.#takeClock(data.time);
		if (UNNUMBERED.includes(event)) return;
		this.#pending.push({ event, time: data.time, text });
		if (id !== null) this.#endTick(id);
	}

	/** All complaints; those of what only others got can be known at the end alone. */
	settle() {
		for (const { epoch, from, ticks } of this.#stretches) {
			let last = from;
			for (let seq = from + 1; seq <= Math.max(from, ...ticks.keys()); seq++) {
				const got = ticks.get(seq);
				const owed = got === undefined ? this.#owed(epoch, seq) : this.#owedSince(epoch, last, seq);
				if (got !== undefined) last = seq;
				if (got === null || owed === null || (got ?? "") === owed) continue;
				this.#complain(`of tick ${epoch}-${seq} came "${got ?? ""}" instead of "${owed}"`);
			}
		}
		return this.complaints;
	}

	/**
	 * What others of this pace were told by a tick, of what is wanted.
	 * @param {string} epoch
	 * @param {number} seq
	 */
	#owed(epoch, seq) {
		return this.#name(this.#told.names(this.#wanted.every, `${epoch}-${seq}`) ?? []);
	}

	/**
	 * What all the ticks told that are in one of this pace; `null` where nobody can say.
	 * @param {string} epoch
	 * @param {number} last the one before it
	 * @param {number} seq
	 */
	#owedSince(epoch, last, seq) {
		const count = this.#wanted.every === 1 ? 1 : seq - last;
		const ids = Array.from({ length: count }, (_, at) => `${epoch}-${seq - at}`);
		// Right after a restart there may be none yet who asked for all events.
		if (!ids.every((id) => this.#told.isWhole(id))) return null;
		const all = ids.map((id) => this.#told.names(1, id));
		const steady = all.filter((names) => names?.includes(STEADY)).length;
		if (steady > this.#wanted.every) this.#complain(`tick ${epoch}-${seq} stands for ${steady} seconds`);
		return all.includes(undefined) ? null : this.#name(all.flatMap((names) => names ?? []));
	}

	/** @param {string[]} names */
	#name(names) {
		const { events } = this.#wanted;
		return [...new Set(names)]
			.filter((name) => events?.has(name) ?? true)
			.sort()
			.join();
	}

	/** @param {Hello} hello */
	#greet(hello) {
		if (this.hello) this.#complain("a second hello");
		this.hello = hello;
		const resumed = this.#expected(hello);
		if (hello.resumed !== resumed || (hello.every ?? 1) !== this.#wanted.every) {
			this.#complain(
				`asked from ${this.lastEventId}, every ${this.#wanted.every}: expected ${resumed} at ${hello.epoch}-${hello.seq}, ` +
					`got ${hello.resumed}, every ${hello.every}`,
			);
		}
		const missed = this.#missed(hello);
		if (missed !== undefined && hello.missed !== missed) {
			this.#complain(`asked from ${this.lastEventId}: missed ${missed}, and was told ${hello.missed}`);
		}
		this.#greeting = hello.resumed === "fresh";
		this.#owedSnapshot = hello.resumed === "gap";
		if (hello.resumed === "fresh") this.#begin(hello.epoch, hello.seq);
		if (hello.resumed === "replayed") this.#replay = { to: hello.seq, missed: hello.missed, got: 0 };
	}

	/** @param {Hello} hello */
	#expected({ epoch, seq, oldest }) {
		if (this.lastEventId === null) return "fresh";
		const [, known, digits] = ID.exec(this.lastEventId) ?? [];
		return known === epoch && Number(digits) <= seq && Number(digits) >= oldest - 1 ? "replayed" : "gap";
	}

	/**
	 * How many ticks passed by, undefined where it cannot be known before they come.
	 * @param {Hello} hello
	 */
	#missed({ epoch, seq }) {
		if (this.lastEventId === null) return 0;
		const [, known, digits] = ID.exec(this.lastEventId) ?? [];
		if (known !== epoch) return null;
		return this.#wanted.every === 1 ? seq - Number(digits) : undefined;
	}

	/**
	 * @param {string} epoch
	 * @param {number} seq
	 */
	#begin(epoch, seq) {
		[this.#seq, this.#paced] = [seq, null];
		this.#stretches.push({ epoch, from: seq, ticks: new Map() });
	}

	/**
	 * @param {{ id: string, events: Record<string, { time: number }> }} state
	 * @param {string | null} id
	 */
	#takeSnapshot(state, id) {
		const [, epoch = "", digits] = ID.exec(id ?? "") ?? [];
		const seq = Number(digits);
		if (epoch !== this.hello?.epoch) this.#complain(`a snapshot with the id ${id}`);
		if (this.#owedSnapshot && seq !== this.hello?.seq) this.#complain(`${id} does not go on from hello`);
		if (!this.#owedSnapshot) {
			this.skips++;
			if (seq <= this.#seq) this.#complain(`a snapshot of ${id} after ${this.lastEventId}`);
			if (this.#pending.length > 0)
				this.#complain(`a snapshot in the middle of a tick after ${this.lastEventId}`);
		}
		for (const [event, { time }] of Object.entries(state.events)) {
			// At a slower pace what is in it already is told once more by the tick that it belongs to.
			const mayComeAgain = this.#wanted.every > 1 || READ_WHEN_ASKED.includes(event);
			this.#advance(event, mayComeAgain ? time - 1 : time, time);
		}
		this.#owedSnapshot = false;
		this.lastEventId = id;
		this.#begin(epoch, seq);
	}

	/** @param {string} id */
	#endTick(id) {
		const readings = this.#pending;
		this.#pending = [];
		const [, epoch, digits] = ID.exec(id) ?? [];
		const seq = Number(digits);
		if (epoch !== this.hello?.epoch) this.#complain(`a tick ${id} of another epoch`);
		if (seq <= this.#seq) return this.#complain(`a double or disorder: ${id} after number ${this.#seq}`);
		const { events, every } = this.#wanted;
		if (!events && every === 1 && seq !== this.#seq + 1) {
			this.#complain(`a hole: ${id} after number ${this.#seq}`);
		}
		if (!events) this.#countReplay(seq);
		this.#seq = seq;
		this.lastEventId = id;
		this.ticks++;
		if (seq > (this.hello?.seq ?? seq)) this.live = true;
		this.#checkPace(id, readings);
		for (const { event, time } of readings) this.#advance(event, time, this.#greeting ? time : time - 1);
		const names = readings.map(({ event }) => event);
		this.#stretches.at(-1)?.ticks.set(seq, this.#greeting ? null : names.sort().join());
		if (!this.#greeting) {
			for (const reading of readings) {
				if (!this.#told.add(every, id, reading))
					this.#complain(`of ${id} others were told another ${reading.event}`);
			}
			if (!events && every === 1) this.#told.addWhole(id);
		}
		this.#greeting = false;
	}

	/** @param {number} seq */
	#countReplay(seq) {
		if (!this.#replay) return;
		const { to, missed, got } = this.#replay;
		if (seq <= to) this.#replay.got++;
		if (seq < to) return;
		const came = seq === to ? got + 1 : got;
		if (came !== missed) this.#complain(`told of ${missed} missed ticks, got ${came} of them`);
		this.#replay = null;
	}

	/**
	 * @param {string} id
	 * @param {Reading[]} readings
	 */
	#checkPace(id, readings) {
		const { every } = this.#wanted;
		const isPrompt = readings.some(({ event }) => event === PROMPT);
		const time = readings.find(({ event }) => event === STEADY)?.time;
		const before = this.#paced;
		this.#paced = isPrompt || this.#greeting ? null : (time ?? null);
		if (every === 1 || time === undefined || before === null || isPrompt) return;
		if (time - before < (every - 1) * 1_000 - LATE_MS)
			this.#complain(`${id} came ${time - before} ms after the one before`);
	}

	/** @param {number} time */
	#takeClock(time) {
		this.#advance("clock", time, time - 1);
		if (time > (this.hello?.time ?? 0)) this.live = true;
	}

	/**
	 * @param {string} event
	 * @param {number} time
	 * @param {number} limit the newest time so far may at most be this
	 */
	#advance(event, time, limit) {
		const newest = this.#times.get(event) ?? 0;
		if (newest > limit) this.#complain(`${event} of ${time} came after that of ${newest}`);
		this.#times.set(event, Math.max(time, newest));
	}

	#end() {
		this.#ended = true;
		if (this.#pending.length > 0 && !this.#greeting)
			this.#complain("the last word came in the middle of a tick");
	}

	/** @param {string} what */
	#complain(what) {
		this.complaints.push(what);
	}
}
