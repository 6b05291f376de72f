import { statSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Container } from "../types";

/** What an engine says of one of its containers. */
export interface EngineName {
	name: string;
	image: string | null;
	kind: Extract<Container["kind"], "docker" | "podman">;
}

const limitMs = 2_000;
const askAgainMs = 60_000;
const mostBytes = 8 * 1024 * 1024;
const longest = 200;
const nobody = "no Docker or Podman is found here that could tell its name and image";

/**
 * The names that Docker and Podman have for their containers, asked for on their sockets where these may be read. They
 * are asked when there is a container that they have not told of, and once a minute, one question at a time and for two
 * seconds at the most. One that hangs, refuses or talks nonsense is let alone for a minute.
 */
export class EngineNames {
	#sockets: readonly string[];
	#names = new Map<string, EngineName>();
	#failures = new Map<string, { reason: string; untilMs: number }>();
	#asked = "";
	#askedMs = Number.NEGATIVE_INFINITY;
	#isAsking = false;

	constructor(sockets: readonly string[]) {
		this.#sockets = sockets;
	}

	/** What is known of the container with this number. */
	find(id: string): EngineName | undefined {
		return this.#names.get(id);
	}

	/** Why nothing is known of some. */
	get reason(): string {
		return [...this.#failures].map(([socket, { reason }]) => `${socket}: ${reason}`).join("; ") || nobody;
	}

	/** Asks for the names of the containers with these numbers where that is due, which never fails; `null` where it is not. */
	ask(ids: readonly string[], monotonicMs: number): Promise<void> | null {
		if (ids.length === 0 || this.#isAsking) return null;
		const asked = [...ids].sort().join();
		if (asked === this.#asked && monotonicMs - this.#askedMs < askAgainMs) return null;
		const sockets = this.#open(monotonicMs);
		this.#asked = asked;
		this.#askedMs = monotonicMs;
		if (sockets.length === 0) return null;
		this.#isAsking = true;
		return this.#askAll(sockets, new Set(ids), monotonicMs).finally(() => {
			this.#isAsking = false;
		});
	}

	/** The sockets that there are, each once, without those that failed a short while ago. */
	#open(monotonicMs: number): string[] {
		const open = new Map<string, string>();
		for (const socket of this.#sockets) {
			const stats = statSync(socket, { throwIfNoEntry: false });
			if (!stats?.isSocket()) this.#failures.delete(socket);
			else if ((this.#failures.get(socket)?.untilMs ?? 0) <= monotonicMs) {
				// /var/run is /run on most systems.
				const key = `${stats.dev} ${stats.ino}`;
				if (!open.has(key)) open.set(key, socket);
			}
		}
		return [...open.values()];
	}

	async #askAll(sockets: string[], ids: ReadonlySet<string>, monotonicMs: number): Promise<void> {
		const answers = await Promise.all(
			sockets.map(async (socket) => {
				try {
					const names = await readNames(socket);
					this.#failures.delete(socket);
					return [...names];
				} catch (error) {
					const reason = error instanceof Error ? error.message : String(error);
					this.#failures.set(socket, { reason, untilMs: monotonicMs + askAgainMs });
					return [];
				}
			}),
		);
		// Who does not answer now has told of some before.
		const all = [...this.#names, ...answers.flat()].filter(([id]) => ids.has(id));
		this.#names = new Map(all);
	}
}

/**
 * Where the sockets of the observed host are seen from here: below its root, which is `""` where that is ours, and where
 * they may have been mounted for us.
 */
export function locateSockets(paths: readonly string[], root: string | null): string[] {
	return root ? [...paths.map((path) => join(root, path)), ...paths] : [...paths];
}

async function readNames(socketPath: string): Promise<Map<string, EngineName>> {
	// Loaded when there is somebody to ask: most hosts have neither.
	const { request } = await import("node:http");
	const signal = AbortSignal.timeout(limitMs);
	try {
		const response = await new Promise<IncomingMessage>((resolve, reject) => {
			const headers = { host: "localhost" };
			request({ socketPath, path: "/containers/json", headers, agent: false, signal }, resolve)
				.on("error", reject)
				.end();
		});
		return parseNames(await readBody(response), `${response.headers.server}`);
	} catch (error) {
		if (signal.aborted) throw new Error("did not answer within 2 s");
		const { code } = error as NodeJS.ErrnoException;
		if (code === "EACCES" || code === "EPERM") throw new Error("this program may not ask it");
		throw code ? new Error(`cannot be asked (${code})`) : error;
	}
}

async function readBody(response: IncomingMessage): Promise<string> {
	const { statusCode } = response;
	if (statusCode !== 200) {
		response.destroy();
		throw new Error(`answered with ${statusCode} when asked for its containers`);
	}
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of response as AsyncIterable<Buffer>) {
		size += chunk.length;
		// Leaving the loop ends the connection too.
		if (size > mostBytes) throw new Error("its answer is larger than 8 MiB");
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}

/** Reads the answer to `/containers/json`, which Podman gives in Docker's form; `server` is what sent it. */
export function parseNames(body: string, server: string): Map<string, EngineName> {
	let containers: unknown;
	try {
		containers = JSON.parse(body);
	} catch {
		containers = null;
	}
	if (!Array.isArray(containers)) throw new Error("its answer is no list of containers");
	const kind = /libpod/i.test(server) ? "podman" : "docker";
	const names = new Map<string, EngineName>();
	for (const container of containers) {
		const { Id, Names, Image } = Object(container) as Record<string, unknown>;
		// Names with a second slash are those that other containers have for it.
		const name = (Array.isArray(Names) ? Names : []).find((name) => /^\/?[^/]+$/.test(String(name)));
		if (typeof Id !== "string" || !/^[0-9a-f]{64}$/.test(Id) || typeof name !== "string") continue;
		const image = typeof Image === "string" && Image !== "" ? Image.slice(0, longest) : null;
		names.set(Id, { name: name.replace(/^\//, "").slice(0, longest), image, kind });
	}
	return names;
}
