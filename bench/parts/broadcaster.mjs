// @ts-check
// The anchor: the least that Node can do for a broadcast, as a process of its own. Forked with a channel; sent { ticks,
// coding }, it says { port } and gives everyone one of these ticks after the other, each full second, with the time of it.
import { createServer } from "node:http";
import { constants, createGzip, deflateRawSync } from "node:zlib";

/**
 * none: as it is; once: deflated once for all, in blocks that stand alone; each: by a compressor for each viewer.
 * @typedef {"none" | "once" | "each"} Coding
 * @typedef {(chunk: Buffer) => void} Send
 */

const TIME = /"time":\d{13}/;
// RFC 1952: deflate, no name, no time, made on Unix.
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);

/** @type {Set<Send>} */
const viewers = new Set();
/** @type {string[]} */
let ticks = [];
let sent = 0;
/** @type {Coding} */
let coding = "none";

const server = createServer((_, response) => {
	response.writeHead(200, {
		"Content-Type": "text/event-stream",
		"Cache-Control": "no-cache, no-transform",
		...(coding === "none" ? {} : { "Content-Encoding": "gzip" }),
	});
	response.flushHeaders();
	const send =
		coding === "each" ? compressor(response) : (/** @type {Buffer} */ chunk) => response.write(chunk);
	if (coding === "once") response.write(GZIP_HEADER);
	viewers.add(send);
	response.on("close", () => viewers.delete(send));
});

/**
 * @param {import("node:http").ServerResponse} response
 * @returns {Send}
 */
function compressor(response) {
	const gzip = createGzip();
	gzip.pipe(response);
	response.on("close", () => gzip.destroy());
	return (chunk) => {
		gzip.write(chunk);
		gzip.flush(constants.Z_SYNC_FLUSH);
	};
}

function broadcast() {
	setTimeout(broadcast, 1_000 - (Date.now() % 1_000));
	const template = ticks[sent++ % ticks.length] ?? "";
	const tick = Buffer.from(template.replace(TIME, `"time":${Date.now()}`));
	const chunk = coding === "once" ? deflateRawSync(tick, { finishFlush: constants.Z_FULL_FLUSH }) : tick;
	for (const send of viewers) send(chunk);
}

process.on("message", (message) => {
	({ ticks, coding } = /** @type {{ ticks: string[], coding: Coding }} */ (message));
	server.listen(0, "127.0.0.1", () => {
		const address = server.address();
		process.send?.({ port: typeof address === "object" ? address?.port : null });
		broadcast();
	});
});
process.on("disconnect", () => process.exit());
