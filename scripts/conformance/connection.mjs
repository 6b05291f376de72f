// @ts-check
import { request as requestHttp } from "node:http";
import { connect as connectHttp2, constants } from "node:http2";
import { request as requestHttps } from "node:https";
import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";

/**
 * An answer whose body has not been read yet; `close` leaves it as a client does that goes away.
 * @typedef {{ status: number, headers: Headers, body: import("node:stream").Readable, close: () => void }} Answer
 * @typedef {Record<string, string | string[] | undefined>} Headers
 * @typedef {{ method?: string, headers?: Record<string, string> }} Asked
 * `token`: what is sent as `Authorization: Bearer` with everything.
 * @typedef {{ http2: boolean, insecure: boolean, token?: string | null }} Transport
 */

/** Requests to one server in HTTP/1.1, each with a connection of its own, or in HTTP/2, all over one. */
export class Connection {
	#base;
	#transport;
	/** @type {Set<() => void>} */
	#open = new Set();
	/** @type {import("node:http2").ClientHttp2Session | null} */
	#session = null;

	/**
	 * @param {URL} base
	 * @param {Transport} transport
	 */
	constructor(base, transport) {
		this.#base = base;
		this.#transport = transport;
	}

	/**
	 * Resolves with the head of the answer, as soon as it is there.
	 * @param {string} path below the base URL, with its query
	 * @param {Asked} [asked]
	 * @returns {Promise<Answer>}
	 */
	request(path, { method = "GET", headers = {} } = {}) {
		const target = `${this.#base.pathname.replace(/\/$/, "")}${path}`;
		const all = { ...this.#authorization, ...headers };
		return this.#transport.http2
			? this.#requestHttp2(target, method, all)
			: this.#requestHttp1(target, method, all);
	}

	/** @returns {Record<string, string>} */
	get #authorization() {
		const { token } = this.#transport;
		return token ? { Authorization: `Bearer ${token}` } : {};
	}

	/**
	 * Sends these lines as one HTTP/1.1 request with an empty body, and resolves with the bytes that came (latin1)
	 * once the server has ended the connection or the time is up.
	 * @param {string} method
	 * @param {string} path
	 * @param {string[]} lines headers
	 * @param {number} withinMs
	 * @returns {Promise<{ text: string, ended: boolean }>}
	 */
	raw(method, path, lines, withinMs) {
		const { hostname, host, protocol, pathname } = this.#base;
		const secure = protocol === "https:";
		const address = {
			host: hostname.replace(/^\[|\]$/g, ""),
			port: Number(this.#base.port) || (secure ? 443 : 80),
		};
		const socket = secure
			? connectTls({
					...address,
					servername: nameOf(address.host),
					rejectUnauthorized: !this.#transport.insecure,
				})
			: connectTcp(address);
		const close = this.#remember(() => socket.destroy());
		const own = { Host: host, ...this.#authorization };
		const head = [
			`${method} ${pathname.replace(/\/$/, "")}${path} HTTP/1.1`,
			...Object.entries(own).map(([name, value]) => `${name}: ${value}`),
			...lines,
		];
		return new Promise((resolve, reject) => {
			let text = "";
			const finish = (/** @type {boolean} */ ended) => {
				clearTimeout(timer);
				close();
				resolve({ text, ended });
			};
			const timer = setTimeout(finish, withinMs, false);
			socket.once(secure ? "secureConnect" : "connect", () =>
				socket.write(`${head.join("\r\n")}\r\nConnection: close\r\n\r\n`, "latin1"),
			);
			socket.setEncoding("latin1").on("data", (part) => {
				text += part;
			});
			socket.on("end", () => finish(true));
			socket.on("error", (error) => (text ? finish(true) : reject(error)));
		});
	}

	/** Leaves everything that is still open. */
	close() {
		for (const close of this.#open) close();
		this.#session?.destroy();
	}

	/**
	 * @param {string} path
	 * @param {string} method
	 * @param {Record<string, string>} headers
	 * @returns {Promise<Answer>}
	 */
	#requestHttp1(path, method, headers) {
		const { protocol, hostname, port } = this.#base;
		const secure = protocol === "https:";
		const host = hostname.replace(/^\[|\]$/g, "");
		return new Promise((resolve, reject) => {
			const request = (secure ? requestHttps : requestHttp)({
				host,
				port,
				path,
				method,
				headers: { Host: this.#base.host, ...headers },
				agent: false,
				...(secure ? { servername: nameOf(host), rejectUnauthorized: !this.#transport.insecure } : {}),
			});
			const close = this.#remember(() => request.destroy());
			request.on("close", close);
			request.on("error", reject);
			request.on("response", (response) => {
				// How an answer ends is told by what was read of it.
				response.on("error", () => {});
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response, close });
			});
			request.end();
		});
	}

	/**
	 * @param {string} path
	 * @param {string} method
	 * @param {Record<string, string>} headers
	 * @returns {Promise<Answer>}
	 */
	#requestHttp2(path, method, headers) {
		const session = this.#connectHttp2();
		return new Promise((resolve, reject) => {
			session.on("error", reject);
			const stream = session.request({ ":method": method, ":path": path, ...headers }, { endStream: true });
			const close = this.#remember(() => stream.close(constants.NGHTTP2_CANCEL));
			stream.on("close", () => session.off("error", reject));
			stream.on("error", reject);
			stream.on("response", (head) =>
				resolve({ status: Number(head[":status"]), headers: head, body: stream, close }),
			);
		});
	}

	#connectHttp2() {
		if (!this.#session || this.#session.closed || this.#session.destroyed) {
			this.#session = connectHttp2(this.#base.origin, { rejectUnauthorized: !this.#transport.insecure });
			// One for each request that waits for its answer; without any of them it has no error to tell.
			this.#session.setMaxListeners(0).on("error", () => {});
		}
		return this.#session;
	}

	/** @param {() => void} leave */
	#remember(leave) {
		const close = () => {
			if (this.#open.delete(close)) leave();
		};
		this.#open.add(close);
		return close;
	}
}

/**
 * The name for TLS to ask for; addresses are none.
 * @param {string} host
 */
function nameOf(host) {
	return /^[\d.]+$|:/.test(host) ? "" : host;
}
