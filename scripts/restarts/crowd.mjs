// @ts-check
import { Told } from "./ledger.mjs";
import { Viewer } from "./viewer.mjs";

/**
 * @typedef {import("./viewer.mjs").Manner} Manner
 * @typedef {"SIGKILL" | "SIGTERM"} Signal
 * What happened since the server was last about to be ended: how connections began, how many were refused, the waits
 * that were told, and the times at which those who were told came back.
 * @typedef {{ fresh: number, replayed: number, gap: number, refused: number, farewells: number[], returns: number[] }} Account
 * @typedef {{ complaints: string[], ticks: number, replayed: number, gaps: number, skips: number }} Sum
 */

/** @type {import("./ledger.mjs").Wanted} */
const ALL = { events: null, every: 1 };
const SELECTIONS = [
	["cpu", "memory"],
	["clock", "network"],
	["load", "filesystem"],
].map((events) => ({
	events: new Set(events),
	every: 1,
}));
const WANTED = [ALL, ALL, ALL, ALL, ALL, ALL, ...SELECTIONS, { events: null, every: 5 }];

/**
 * A third resumes by header, a third by query, and a third takes gzip.
 * @param {number} index
 * @returns {Manner}
 */
function mannerOf(index) {
	const gzip = index % 3 === 2;
	const byQuery = gzip ? index % 2 === 0 : index % 3 === 1;
	return { wanted: WANTED[index % WANTED.length] ?? ALL, resumesBy: byQuery ? "query" : "header", gzip };
}

/** All viewers, and what they have in common. */
export class Crowd {
	told = new Told();
	/** The waits that were told by `shutdown`, in milliseconds. @type {number[]} */
	farewells = [];
	/** When those that were told came back, Unix milliseconds. @type {number[]} */
	returns = [];
	/** Grows whenever the server is about to be ended, and whenever it is there again. */
	phase = 0;
	#viewers;
	#onBack;
	#isUp = true;
	/** By which it was last ended. @type {Signal | null} */
	#signal = null;
	/** @type {import("./ledger.mjs").Hello[]} */
	#hellos = [];
	#refused = 0;
	/** @type {string | null} */
	#epoch = null;
	/** @type {string | null} */
	#endedEpoch = null;
	/** @type {Set<Viewer>} */
	#back = new Set();
	#sum = { replayed: 0, gaps: 0 };

	/**
	 * @param {string} url of the server
	 * @param {number} viewers
	 * @param {(back: number) => void} onBack told how many are live again, whenever it is one more
	 */
	constructor(url, viewers, onBack) {
		this.#onBack = onBack;
		this.#viewers = Array.from({ length: viewers }, (_, index) => new Viewer(url, mannerOf(index), this));
		for (const viewer of this.#viewers) viewer.connect();
	}

	/** The server is about to be ended by this signal. @param {Signal} signal */
	goDown(signal) {
		[this.#isUp, this.#signal, this.#endedEpoch] = [false, signal, this.#epoch];
		this.phase++;
		this.#back.clear();
		[this.#hellos, this.#refused, this.farewells, this.returns] = [[], 0, [], []];
	}

	/** The server answers again. */
	goUp() {
		this.#isUp = true;
		this.phase++;
	}

	/** About half of those that are live leave, and come back at once. */
	blink() {
		for (const viewer of this.#viewers) if (Math.random() < 0.5) viewer.blink();
	}

	/** @returns {Account} */
	account() {
		const count = (/** @type {string} */ way) => this.#hellos.filter(({ resumed }) => resumed === way).length;
		return {
			fresh: count("fresh"),
			replayed: count("replayed"),
			gap: count("gap"),
			refused: this.#refused,
			farewells: this.farewells,
			returns: this.returns,
		};
	}

	/** Everyone's complaints, by viewer. @returns {Sum} */
	settle() {
		const complaints = this.#viewers.flatMap(({ ledger }, index) =>
			ledger.settle().map((complaint) => `viewer ${index}: ${complaint}`),
		);
		const sum = (/** @type {"ticks" | "skips"} */ key) =>
			this.#viewers.reduce((total, { ledger }) => total + ledger[key], 0);
		return { complaints, ticks: sum("ticks"), skips: sum("skips"), ...this.#sum };
	}

	/** @param {import("./ledger.mjs").Hello} hello */
	greeted(hello) {
		this.#hellos.push(hello);
		this.#epoch = hello.epoch;
		if (hello.resumed === "replayed") this.#sum.replayed++;
		if (hello.resumed === "gap") this.#sum.gaps++;
	}

	/** @param {Viewer} viewer */
	live(viewer) {
		// One that the server had not yet ended.
		if (viewer.ledger.hello?.epoch === this.#endedEpoch || this.#back.has(viewer)) return;
		this.#back.add(viewer);
		this.#onBack(this.#back.size);
	}

	/**
	 * What is wrong with a connection that was over in this way, if anything.
	 * @param {import("./connection.mjs").Ending} ending
	 * @param {number} phase in which it was begun
	 * @param {{ greeted: boolean, farewell: boolean }} heard
	 * @returns {string[]}
	 */
	judge(ending, phase, { greeted, farewell }) {
		if (ending === "refused") this.#refused++;
		if (ending === "left" || (ending === "ended" && farewell)) return [];
		if (this.#isUp && phase === this.phase) return [`a connection was ${ending} while the server should run`];
		return greeted && this.#signal === "SIGTERM" ? [`a connection was ${ending} without a last word`] : [];
	}
}
