import type { Socket } from "node:net";

export interface CrowdOptions {
	/** Connections in all, and those of one owner that are no streams; `null` is no limit. */
	limits: { connections: number; perAddress: number | null };
	/** Whose connection it is; `null` for one whose connections are not counted, a trusted proxy's say. */
	ownerOf: (socket: Socket) => string | null;
}

interface Member {
	owner: string | null;
	/** Answers on it that are not whole yet. */
	answers: number;
	streams: boolean;
}

/** From this share of all connections on, one that waits ends for each that comes. */
const crowded = 7 / 8;

/**
 * All open connections. Where there are too many, those that have waited longest without a whole request go first, so
 * that no number of silent ones keeps others out.
 */
export class Crowd {
	#options: CrowdOptions;
	#members = new Map<Socket, Member>();
	/** The longest first. */
	#waiting = new Set<Socket>();
	#byOwner = new Map<string, Set<Socket>>();

	constructor(options: CrowdOptions) {
		this.#options = options;
	}

	/** How much is remembered: connections, and owners of any. */
	get size(): { connections: number; owners: number } {
		return { connections: this.#members.size, owners: this.#byOwner.size };
	}

	/** Takes in a new connection; one for which there is no room is closed at once. */
	join(socket: Socket): void {
		const { limits, ownerOf } = this.#options;
		const owner = ownerOf(socket);
		this.#members.set(socket, { owner, answers: 0, streams: false });
		this.#wait(socket);
		socket.once("close", () => this.#leave(socket));
		if (this.#members.size > limits.connections * crowded) this.#endLongest(this.#waiting);
		const own = owner === null ? null : this.#byOwner.get(owner);
		if (own && limits.perAddress !== null && own.size > limits.perAddress) {
			this.#endLongest([...own].filter((one) => this.#waiting.has(one)));
		}
	}

	/** An answer was begun on it. Gives what is called when it is whole. */
	answer(socket: Socket): () => void {
		const member = this.#members.get(socket);
		if (!member) return () => {};
		member.answers++;
		this.#waiting.delete(socket);
		let ended = false;
		return () => {
			if (ended) return;
			ended = true;
			member.answers--;
			if (member.answers === 0 && this.#members.has(socket)) this.#wait(socket);
		};
	}

	/** Its answer is a stream: it has a place of its own, and is no longer one of its owner's others. */
	stream(socket: Socket): void {
		const member = this.#members.get(socket);
		if (!member) return;
		member.streams = true;
		this.#disown(socket, member);
	}

	isStream(socket: Socket): boolean {
		return this.#members.get(socket)?.streams ?? false;
	}

	#wait(socket: Socket): void {
		this.#waiting.delete(socket);
		this.#waiting.add(socket);
		const owner = this.#members.get(socket)?.owner ?? null;
		if (owner === null) return;
		const own = this.#byOwner.get(owner) ?? new Set();
		this.#byOwner.set(owner, own);
		own.delete(socket);
		own.add(socket);
	}

	#leave(socket: Socket): void {
		const member = this.#members.get(socket);
		if (!member) return;
		this.#members.delete(socket);
		this.#waiting.delete(socket);
		this.#disown(socket, member);
	}

	#disown(socket: Socket, { owner }: Member): void {
		const own = owner === null ? undefined : this.#byOwner.get(owner);
		own?.delete(socket);
		if (owner !== null && own?.size === 0) this.#byOwner.delete(owner);
	}

	#endLongest(sockets: Iterable<Socket>): void {
		const [longest] = sockets;
		if (!longest) return;
		// Its close is told later, and the next that comes must not find it again.
		this.#leave(longest);
		longest.destroy();
	}
}
