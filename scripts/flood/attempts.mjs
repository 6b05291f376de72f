// @ts-check
import { send } from "../fuzz/send.mjs";

/**
 * Tries to sign in with wrong passwords, all at once and each from another address, as a proxy tells it: those of
 * this machine itself are no strangers. Gives how often each status came.
 * @param {{ port: number, count: number }} options
 * @returns {Promise<Map<number | null, number>>}
 */
export async function tryPasswords({ port, count }) {
	/** @type {Map<number | null, number>} */
	const seen = new Map();
	const attempts = Array.from({ length: count }, async (_, at) => {
		const body = JSON.stringify({ account: "admin", password: `a wrong one ${at}` });
		const place = `${Math.floor(at / 250)}.${(at % 250) + 1}`;
		// Of the networks for measurements like this one (RFC 2544).
		const address = `198.18.${place}`;
		const { status } = await send(
			port,
			Buffer.from(
				`POST /api/sign-in HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Forwarded-For: ${address}\r\n` +
					"Content-Type: application/json\r\n" +
					`Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
			),
			{ from: `127.1.${place}`, waitMs: 60_000 },
		);
		seen.set(status, (seen.get(status) ?? 0) + 1);
	});
	await Promise.all(attempts);
	return seen;
}
