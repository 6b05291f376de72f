// @ts-check
import { fork } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { quantile } from "../../bench/parts/summary.mjs";
import { send } from "../fuzz/send.mjs";
import { endWithUs } from "../process/lifetime.mjs";
import { ROOT } from "../project.mjs";
import { openViewers } from "./viewers.mjs";

/**
 * @typedef {object} Size
 * @property {number} viewers
 * @property {number} slow connections
 * @property {number} attempts to sign in, at once
 * @property {number} seconds that ticks are measured for, before and during
 * @property {number} holdMs until which all that is slow should have been ended
 *
 * @typedef {object} Flooded
 * @property {number} before p99 of how long ticks take, in milliseconds
 * @property {number} during
 * @property {number} ticks that came meanwhile, of one viewer
 * @property {number} lost viewers whose stream was ended
 * @property {[number | null, number][]} seen statuses of the attempts
 * @property {number} tookMs
 * @property {import("./slow.mjs").Told} slowly
 * @property {number | null} owner the status of a sign-in with the right password meanwhile
 * @property {number} ownerMs
 */

/**
 * Floods a server on this machine, which believes its addresses what they say of others, while viewers watch, and measures what they notice of it.
 * @param {{ url: string, password: string } & Size} options
 * @returns {Promise<Flooded>}
 */
export async function flood({ url, password, viewers, slow, attempts, seconds, holdMs }) {
	const port = Number(new URL(url).port);
	const home = "198.19.0.1";
	const cookie = await signIn(port, password, home);
	const crowd = await openViewers(url, viewers, cookie.value);
	// The first ones are still part of the start.
	await wait(2_000);
	crowd.take();
	await wait(seconds * 1_000);
	const before = quantile(crowd.take(), 0.99);

	const child = fork(join(ROOT, "scripts/flood/inside.mjs"), [
		JSON.stringify({ port, largest: await findLargest(url), slow, attempts, holdMs }),
	]);
	const stop = endWithUs(child);
	/** @type {Promise<Pick<Flooded, "seen" | "tookMs" | "slowly">>} */
	const attacked = new Promise((resolve, reject) => {
		child.once("message", (told) => resolve(/** @type {any} */ (told)));
		child.once("exit", () => reject(new Error("the attack ended before its end")));
	});
	// In the middle of it.
	await wait(500);
	const began = performance.now();
	const owner = await signIn(port, password, home);
	const ownerMs = performance.now() - began;
	await wait(Math.max(0, seconds * 1_000 - (performance.now() - began)));
	const delays = crowd.take();
	const attack = await attacked;
	await stop();
	const lost = crowd.ended();
	crowd.close();
	return {
		before,
		during: quantile(delays, 0.99),
		ticks: delays.length / viewers,
		lost,
		...attack,
		owner: owner.status,
		ownerMs,
	};
}

/** @param {number} port @param {string} password @param {string} from */
async function signIn(port, password, from) {
	const body = JSON.stringify({ account: "admin", password });
	const { status, headers } = await send(
		port,
		Buffer.from(
			`POST /api/sign-in HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Forwarded-For: ${from}\r\n` +
				"Content-Type: application/json\r\n" +
				`Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
		),
		{ waitMs: 60_000 },
	);
	return { status, value: headers.get("set-cookie")?.split(";")[0] ?? "" };
}

/** The path of the largest script of the sign-in page, which everyone may have. @param {string} url */
async function findLargest(url) {
	const page = await (await fetch(`${url}/login`)).text();
	const paths = [...new Set([...page.matchAll(/\/_next\/static\/[^"\\]+\.js/g)].map(([path]) => path))];
	const sizes = await Promise.all(
		paths.map(async (path) => ({ path, size: (await (await fetch(url + path)).text()).length })),
	);
	return sizes.sort((one, other) => other.size - one.size)[0]?.path ?? "/login";
}
