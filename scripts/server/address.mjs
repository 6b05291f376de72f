// @ts-check
import { createServer } from "node:net";
import { Failure } from "../failure.mjs";

/** @typedef {{ host: string, port: number }} Address port 0: any free one */

/**
 * Where to listen. Throws a sentence when PORT is not a port.
 * @param {Record<string, string | undefined>} env
 * @returns {Address}
 */
export function readAddress(env) {
	const port = env.PORT || "7373";
	if (!/^\d+$/.test(port) || Number(port) > 65535) {
		throw new Failure(`PORT: expected a whole number from 0 to 65535, got "${port}"`);
	}
	return { host: env.HOST || "127.0.0.1", port: Number(port) };
}

/**
 * The address as one can type it in a browser on this machine.
 * @param {Address} address
 */
export function formatUrl({ host, port }) {
	const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
	return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * Resolves when one may listen there, rejects with a sentence when not.
 * @param {Address} address
 * @returns {Promise<void>}
 */
export function probe(address) {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on("error", (error) => reject(new Failure(explainListenError(error, address), { cause: error })));
		server.listen(address.port, address.host, () => server.close(() => resolve()));
	});
}

/**
 * @param {NodeJS.ErrnoException} error
 * @param {Address} address
 */
export function explainListenError(error, { host, port }) {
	switch (error.code) {
		case "EADDRINUSE":
			return `Port ${port} on ${host} is in use. Stop what uses it, or start on another port: PORT=${port < 65535 ? port + 1 : 7373} npm start`;
		case "EACCES":
			return `Port ${port} on ${host} needs more rights than this user has. Start on a port from 1024 up: PORT=7373 npm start`;
		case "EADDRNOTAVAIL":
		case "ENOTFOUND":
		case "EAI_AGAIN":
		case "EINVAL":
			return `HOST: "${host}" is not an address of this machine. Start on one that is: HOST=127.0.0.1 npm start`;
		default:
			return `Could not listen on ${host}, port ${port}: ${error.message}`;
	}
}
