// @ts-check
import { setImmediate as turn } from "node:timers/promises";
import { createParser } from "eventsource-parser";
import { expectThat, Finding, Skip } from "../finding.mjs";

/** @typedef {import("../trial.mjs").Trial} Trial */

const TICKS = 3;

/**
 * A stream with all that there is to see at once: hello, a snapshot and some ticks.
 * @param {Trial} trial
 */
async function take(trial) {
	const stream = await trial.open("/api/stream?last_event_id=elsewhere-1");
	await stream.until(`${TICKS} ticks`, () => stream.ids.length >= TICKS, trial.ticksMs(TICKS + 1));
	stream.close();
	return stream;
}

/**
 * What eventsource-parser makes of these pieces, each event as JSON.
 * @param {Iterable<Buffer>} pieces
 */
function parse(pieces) {
	/** @type {string[]} */
	const events = [];
	const parser = createParser({
		onEvent: (event) => events.push(JSON.stringify(event)),
		onError: ({ message }) => {
			throw new Finding("no word against it from eventsource-parser", message);
		},
	});
	const decoder = new TextDecoder();
	for (const piece of pieces) parser.feed(decoder.decode(piece, { stream: true }));
	return events;
}

/** @param {Buffer} bytes */
function* oneByOne(bytes) {
	for (let at = 0; at < bytes.length; at++) yield bytes.subarray(at, at + 1);
}

/**
 * Where events begin, and the end: what stands between two of these does not touch the rest.
 * @param {Buffer} bytes
 */
function boundaries(bytes) {
	const found = [0];
	for (let at = bytes.indexOf("\n\n"); at !== -1; at = bytes.indexOf("\n\n", at + 2)) found.push(at + 2);
	if (found.at(-1) !== bytes.length) found.push(bytes.length);
	return found;
}

/** @type {import("../run.mjs").Check[]} */
export const framing = [
	{
		name: "framing: lines end with LF alone, and there is no byte order mark and no NUL",
		async run(trial) {
			const { bytes } = await take(trial);
			for (const [name, sign] of Object.entries({ CR: 0x0d, NUL: 0 })) {
				const at = bytes.indexOf(sign);
				expectThat(at === -1, `no ${name}`, `one at byte ${at}`);
			}
			expectThat(!bytes.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf)), "no byte order mark", "one");
		},
	},
	{
		name: "framing: eventsource-parser reads the same, wherever the bytes are cut",
		async run(trial) {
			const { bytes } = await take(trial);
			const whole = parse([bytes]).join("\n");
			expectThat(parse(oneByOne(bytes)).join("\n") === whole, "the same events byte by byte", "others");
			const starts = boundaries(bytes);
			for (const [index, start] of starts.slice(0, -1).entries()) {
				// The event with those beside it: reading them all again for each cut would take minutes.
				const from = starts[index - 1] ?? 0;
				const part = bytes.subarray(from, starts[index + 2] ?? bytes.length);
				const uncut = parse([part]).join("\n");
				for (let at = start - from; at < (starts[index + 1] ?? 0) - from; at++) {
					const cut = parse([part.subarray(0, at), part.subarray(at)]).join("\n");
					expectThat(cut === uncut, `the same events when cut at byte ${from + at}`, cut);
				}
				await turn();
			}
		},
	},
	{
		name: "framing: it is UTF-8, also when cut within a character",
		async run(trial) {
			const { bytes } = await take(trial);
			const decoder = new TextDecoder("utf-8", { fatal: true });
			try {
				for (const byte of oneByOne(bytes)) decoder.decode(byte, { stream: true });
			} catch {
				throw new Finding("UTF-8", "bytes that are none");
			}
		},
	},
	{
		name: "framing: the data of each event is JSON with a time",
		async run(trial) {
			const { events } = await take(trial);
			for (const { event, data, text } of events) {
				expectThat(typeof data?.time === "number", `JSON with a time in ${event}`, text);
			}
		},
	},
	{
		name: "framing: no event has a name that EventSource keeps for itself",
		async run(trial) {
			const { events } = await take(trial);
			for (const { event } of events) {
				expectThat(!["open", "error", "message"].includes(event), "a name of its own for each event", event);
			}
		},
	},
	{
		name: "framing: a tick arrives whole, in one chunk",
		async run(trial) {
			if (!trial.options.direct) throw new Skip("a proxy may cut anew; --direct judges it");
			const stream = await trial.open("/api/stream");
			await stream.until(`${TICKS} ticks`, () => stream.ids.length >= TICKS, trial.ticksMs(TICKS + 1));
			let isGreeted = false;
			for (const chunk of stream.chunks) {
				const text = chunk.toString().replaceAll("\r\n", "\n");
				expectThat(text.endsWith("\n\n"), "chunks that end with an event", `"…${text.slice(-20)}"`);
				// Of a tick only the last event has an id; a clock has none at all, nor has what comes before the first tick.
				isGreeted ||= /^id: /m.test(text);
				const lasting = isGreeted && /^event: (?!clock|ping)/m.test(text);
				const whole = !lasting || /^id: [^\n]*\n(?:[^\n]+\n)*\n$/m.test(text);
				expectThat(
					whole,
					"the id of a tick in the chunk of its events",
					`"${text.slice(0, 60)}…" without it`,
				);
			}
		},
	},
];
