import { randomInt } from "node:crypto";
import type { EndReason, Principal } from "./access/types";
import type { Log } from "./log";
import type { Peer } from "./peers";

/** However many are turned away, the log says so this seldom. */
const tellFullMs = 60_000;
/** So long somebody has to read why the stream ends. */
const lastWordMs = 10_000;

/** Where there is no place for a stream: when to come back, and how to say so in one. */
export interface TurnedAway {
	retryMs: number;
	lastWord: Uint8Array<ArrayBuffer>;
}

/** A place for a stream, until it is released. */
interface Place {
	peer: Peer | null;
	release: () => void;
}

interface ViewersOptions {
	findPeer: (request: Request) => Peer | null;
	/** Takes a place for an address; gives what returns it, `null` when there is none. */
	take: (address: string | null) => (() => void) | null;
	/** Calls `onEnd` when the session or token of somebody ends, be it at once; gives what forgets that. */
	hold: (principal: Principal, onEnd: (reason: EndReason) => void) => () => void;
	/** Says in a stream that all places are taken. */
	encodeBusy: (retryMs: number) => Uint8Array<ArrayBuffer>;
	log: Log;
	now?: () => number;
}

/** Gives those who open a stream a place, for as long as there is one and what they came with is good. */
export class Viewers {
	#options: ViewersOptions;
	#now: () => number;
	#toldFullAt = Number.NEGATIVE_INFINITY;

	constructor(options: ViewersOptions) {
		this.#options = options;
		this.#now = options.now ?? (() => performance.now());
	}

	/**
	 * Takes a place. When the session or token ends `onEnd` is called, which has to say so and end the stream: whoever
	 * does not read that within 10 s is cut off.
	 */
	admit(request: Request, principal: Principal, onEnd: (reason: EndReason) => void): Place | TurnedAway {
		const { findPeer, take, hold } = this.#options;
		const peer = findPeer(request);
		const leave = take(peer?.client.address ?? null);
		if (!leave) return this.#turnAway();
		const unhold = hold(principal, (reason) => {
			onEnd(reason);
			endLater(peer);
		});
		const release = () => {
			leave();
			unhold();
		};
		return { peer, release };
	}

	#turnAway(): TurnedAway {
		const { encodeBusy, log } = this.#options;
		const now = this.#now();
		if (now - this.#toldFullAt > tellFullMs) {
			this.#toldFullAt = now;
			log.warn(
				"All places for streams are taken: see HOSTBEAT_MAX_STREAMS and HOSTBEAT_MAX_STREAMS_PER_ADDRESS.",
			);
		}
		const retryMs = randomInt(20_000, 60_000);
		return { retryMs, lastWord: encodeBusy(retryMs) };
	}
}

/** Whoever does not read their last word is not waited for. */
function endLater(peer: Peer | null): void {
	setTimeout(() => {
		if (peer && !peer.response.writableFinished) peer.response.destroy();
	}, lastWordMs).unref();
}
