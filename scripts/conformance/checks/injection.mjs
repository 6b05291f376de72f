// @ts-check
import { expectThat } from "../finding.mjs";
import { Stream } from "../stream.mjs";
import { LASTING } from "../trial.mjs";

/**
 * @typedef {import("../trial.mjs").Trial} Trial
 * @typedef {import("../connection.mjs").Answer} Answer
 */

const WORD = "forged";
/** What would begin a line, an event or a header of its own, where it were written as it came. */
const forged = ["\n", "\r", "\r\n", "\0", "\u2028", "\n\n", "\r\n\r\n"].map(
	(end) => `x${end}event: ${WORD}${end}data: ${WORD}${end}id: ${WORD}${end}x-${WORD}: 1${end}`,
);
const parameters = ["events", "hosts", "every", "last_event_id", "_x"];
const names = [
	"User-Agent",
	"Referer",
	"Origin",
	"Cookie",
	"Accept-Language",
	"X-Forwarded-Host",
	"X-Request-Id",
];

/**
 * No line of the answer, of its head or its body, is one that was sent.
 * @param {string} text
 * @param {string} where
 */
function expectNoForgedLine(text, where) {
	const line = text
		.split(/\r\n|\r|\n/)
		.find((one) => new RegExp(`^(event|data|id|x-${WORD}): *${WORD}`).test(one));
	expectThat(line === undefined, `no line of what was sent ${where}`, line);
}

/**
 * @param {Trial} trial
 * @param {string} where
 * @param {Answer} answer
 */
async function expectClean(trial, where, answer) {
	const { status, headers } = answer;
	expectThat(status < 500, `no failure for forged lines ${where}`, status);
	expectThat(!(`x-${WORD}` in headers), `no forged header ${where}`, `x-${WORD}`);
	if (status !== 200 || !String(headers["content-type"]).startsWith("text/event-stream"))
		return answer.close();
	const stream = new Stream(answer);
	await stream.until("hello", () => stream.of("hello").length > 0, trial.ticksMs(1));
	await stream.until("something after hello", () => stream.events.length > 1, trial.ticksMs(2));
	stream.close();
	expectNoForgedLine(stream.bytes.toString(), where);
	const names = stream.events.map(({ event }) => event);
	expectThat(!names.includes(WORD), `no forged event ${where}`, names);
	const error = stream.errors.find((one) => one.includes(WORD));
	expectThat(error === undefined, `no forged field ${where}`, error);
}

/** @type {import("../run.mjs").Check[]} */
export const injection = [
	{
		name: "injection: no parameter can write a line into the stream",
		async run(trial) {
			for (const name of parameters) {
				await Promise.all(
					forged.map(async (text) => {
						const query = `${name}=${encodeURIComponent(text)}`;
						const path = name === "events" ? `/api/stream?${query}` : `${LASTING}&${query}`;
						await expectClean(trial, `by ?${name}=`, await trial.head(path));
					}),
				);
			}
			const path = `${LASTING}&${encodeURIComponent(forged[0] ?? "")}=1`;
			await expectClean(trial, "by a parameter's name", await trial.head(path));
		},
	},
	{
		name: "injection: no header can write a line into the stream",
		async run(trial) {
			// As it might arrive from a careless proxy, or be decoded by a careless server.
			const texts = [
				encodeURIComponent(forged[0] ?? ""),
				encodeURIComponent(forged[2] ?? ""),
				"x\\nevent: forged",
			];
			for (const text of texts) {
				await Promise.all(
					["Last-Event-ID", ...names].map(async (name) => {
						const answer = await trial.head(LASTING, { headers: { [name]: text } });
						await expectClean(trial, `by ${name}`, answer);
					}),
				);
			}
		},
	},
	{
		name: "injection: no bytes in a header can write a line into the stream",
		async run(trial) {
			// A line of its own is another header; what matters is that the id is not read beyond its line.
			for (const sign of ["\0", "\r", "\n", "\r\n ", "\x0b", "\x85"]) {
				const line = `Last-Event-ID: x${sign}event: ${WORD}${sign}data: ${WORD}`;
				const { text } = await trial.raw("GET", LASTING, [line], trial.ticksMs(0) / 10);
				const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 400);
				expectThat(status < 500, `no failure for ${JSON.stringify(sign)} in a header`, status);
				expectNoForgedLine(text, `by Last-Event-ID with ${JSON.stringify(sign)}`);
			}
		},
	},
	{
		name: "injection: no path can write a line into an answer",
		async run(trial) {
			for (const text of forged) {
				const path = `/api/stream/${encodeURIComponent(text)}`;
				await expectClean(trial, "by the path", await trial.head(path));
				if (trial.options.http2) continue;
				const raw = await trial.raw("GET", path, [], trial.ticksMs(0));
				expectNoForgedLine(raw.text.slice(0, raw.text.indexOf("\r\n\r\n")), "by the path");
			}
		},
	},
];
