import { Chunk } from "./chunk";
import { encodeEvent, encodeId } from "./encode";
import { concat } from "./gzip";
import { type HubEvent, isWanted, type Selection, type Wanted } from "./types";

/** What a tick said, for those who ask for it instead of listening. */
export interface ToldTick {
	id: string;
	time: number;
	events: Record<string, unknown>;
}

/** The number of a tick, and of the one before it in its stream. */
export interface TickNumber {
	seq: number;
	after: number;
	id: string;
}

interface Frame {
	event: string;
	start: number;
	end: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The events of one moment, encoded once. The id stands on the last frame only, so that a client which was cut in
 * the middle asks for all of it again.
 */
export class Tick {
	readonly time: number;
	/** `null` when all of its events are transient. */
	readonly number: TickNumber | null;
	#bytes: Uint8Array;
	#named: Frame[] = [];
	#transient: Frame[] = [];
	#lasting: Frame[] = [];
	#id: Frame | null = null;
	#replays = new Map<string, Chunk | null>();

	constructor(time: number, events: HubEvent[], number: TickNumber | null) {
		this.time = time;
		this.number = number;
		const parts: Uint8Array[] = [];
		let length = 0;
		const add = (event: string, text: string): Frame => {
			const part = encoder.encode(text);
			parts.push(part);
			length += part.length;
			return { event, start: length - part.length, end: length };
		};
		const lasting = events.filter((event) => !event.transient && !event.named);
		// First, so that what most clients want is the rest in one piece.
		for (const { event, data } of events.filter((event) => event.named)) {
			this.#named.push(add(event, encodeEvent({ event, data })));
		}
		for (const { event, data } of events.filter((event) => event.transient && !event.named)) {
			this.#transient.push(add(event, encodeEvent({ event, data })));
		}
		for (const [index, { event, data }] of lasting.entries()) {
			if (number && index === lasting.length - 1) this.#id = add("", encodeId(number.id));
			this.#lasting.push(add(event, encodeEvent({ event, data })));
		}
		this.#bytes = concat(parts);
	}

	/** The chunk for one selection, `null` when it holds nothing of it. */
	encode(wanted: Omit<Wanted, "key">): Chunk | null {
		const { selection } = wanted;
		if (selection) return this.#join(selection, [...this.#named, ...this.#transient]);
		const named = this.#named.filter(({ event }) => isWanted(wanted, event, true));
		const rest = this.#bytes.subarray(this.#named.at(-1)?.end ?? 0);
		const bytes = named.length > 0 ? concat([...named.map((frame) => this.#cut(frame)), rest]) : rest;
		return bytes.length > 0 ? new Chunk(bytes) : null;
	}

	/** Like `encode`, without what is transient; the same chunk each time, until `forget`. */
	replay({ key, selection }: Pick<Wanted, "key" | "selection">): Chunk | null {
		const name = selection ? key : "*";
		let replay = this.#replays.get(name);
		if (replay === undefined) {
			replay = selection
				? this.#join(selection, [])
				: new Chunk(this.#bytes.subarray((this.#transient.at(-1) ?? this.#named.at(-1))?.end ?? 0));
			this.#replays.set(name, replay);
		}
		return replay;
	}

	/** Gives up the replay of the selection with this key. */
	forget(key: string): void {
		this.#replays.delete(key);
	}

	/** What lasts of it, `null` when it holds nothing of the selection. */
	tell(selection: Selection): ToldTick | null {
		const frames = this.#lasting.filter(({ event }) => selection?.has(event) ?? true);
		if (frames.length === 0 || !this.number) return null;
		const read = (frame: Frame) => {
			const [, data = ""] = decoder.decode(this.#cut(frame)).split("\ndata: ");
			return [frame.event, JSON.parse(data)];
		};
		return { id: this.number.id, time: this.time, events: Object.fromEntries(frames.map(read)) };
	}

	#join(selection: ReadonlySet<string>, transient: Frame[]): Chunk | null {
		const wanted = (frame: Frame) => selection.has(frame.event);
		const lasting = this.#lasting.filter(wanted);
		const frames = [...transient.filter(wanted), ...lasting];
		if (frames.length === 0) return null;
		if (this.#id && lasting.length > 0) frames.splice(-1, 0, this.#id);
		return new Chunk(concat(frames.map((frame) => this.#cut(frame))));
	}

	#cut({ start, end }: Frame): Uint8Array {
		return this.#bytes.subarray(start, end);
	}
}
