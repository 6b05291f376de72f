// @ts-check
import { connect } from "node:net";

/** How many of each kind were opened, and how many of them the server has ended. @typedef {Record<string, { opened: number, ended: number }>} Told */

const BYTE_EVERY_MS = 1_000;
/** Of those that do not read: of what the server has closed, the rest is there as soon as they do. */
const READ_WITHIN_MS = 2_000;

/**
 * Opens connections that are slow, a third of each kind: headers a byte a second, a body a byte a second, and large
 * answers that are not read.
 * @param {{ port: number, count: number, largest: string }} options `largest`: the path of a large answer
 */
export function openSlow({ port, count, largest }) {
	const host = `Host: 127.0.0.1:${port}\r\n`;
	const kinds = {
		headers: { first: `GET /login HTTP/1.1\r\n${host}X-Slow: `, drips: true, reads: true },
		bodies: {
			first: `POST /api/sign-in HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 3000\r\n\r\n`,
			drips: true,
			reads: true,
		},
		readers: { first: `GET ${largest} HTTP/1.1\r\n${host}\r\n`.repeat(16), drips: false, reads: false },
	};
	const names = /** @type {(keyof typeof kinds)[]} */ (Object.keys(kinds));
	const opened = Array.from({ length: count }, (_, at) => {
		const kind = names[at % names.length] ?? "headers";
		const { first, drips, reads } = kinds[kind];
		const socket = connect({ port, host: "127.0.0.1", localAddress: `127.0.5.${(at % 250) + 1}` });
		const one = { kind, socket, ended: false };
		socket.on("connect", () => socket.write(first));
		// Its close comes right after.
		socket.on("error", () => {});
		const timer = drips ? setInterval(() => socket.write("x"), BYTE_EVERY_MS) : undefined;
		socket.on("close", () => {
			one.ended = true;
			clearInterval(timer);
		});
		if (reads) socket.resume();
		else socket.pause();
		return one;
	});
	return {
		/** Reads what is left, counts those that the server has ended, and closes the others. @returns {Promise<Told>} */
		count: async () => {
			for (const { socket } of opened) socket.resume();
			const deadline = performance.now() + READ_WITHIN_MS;
			while (performance.now() < deadline && opened.some(({ ended }) => !ended)) {
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
			/** @type {Told} */
			const told = {};
			for (const { kind, socket, ended } of opened) {
				told[kind] ??= { opened: 0, ended: 0 };
				told[kind].opened++;
				if (ended) told[kind].ended++;
				else socket.destroy();
			}
			return told;
		},
	};
}
