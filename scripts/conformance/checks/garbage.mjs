// @ts-check
import { expectThat } from "../finding.mjs";
import { Stream } from "../stream.mjs";
import { LASTING } from "../trial.mjs";

/**
 * @typedef {import("../trial.mjs").Trial} Trial
 * A useless id as it stands in a URL. `anyRefusal`: what stands before the server may refuse it in its own words.
 * @typedef {{ encoded: string, anyRefusal?: boolean }} Useless
 */

const AT_ONCE = 10;
const LONG = 10_000;

/**
 * @param {string} epoch
 * @param {number} seq a tick that the server has sent
 * @returns {Useless[]}
 */
function listUseless(epoch, seq) {
	const plain = [
		...[
			"",
			" ",
			"   ",
			"\t",
			"-",
			"--",
			"---",
			".",
			"..",
			"../../etc/passwd",
			"*",
			"?",
			"0",
			"1",
			"-1",
			"+1",
		],
		...["1e9", "0x10", "1.5", "NaN", "Infinity", "-Infinity", "null", "undefined", "true", "[]", "{}"],
		...[
			"elsewhere",
			"elsewhere-",
			"elsewhere--1",
			"-17",
			"é-1",
			"日本-1",
			"\u{1F600}",
			"' OR '1'='1",
			'"; DROP TABLE--',
		],
		...[
			"<script>alert(1)</script>",
			"<img src=x onerror=alert(1)>",
			"$" + "{7*7}",
			"%s%s%n",
			"\\u000a",
			"a,b",
			"a;b",
		],
		...["\n", "\r\n", "\0", "1\0", "\u2028", "x\ndata: 1", "x\r\n\r\nevent: x"],
		...[
			`${epoch}`,
			`${epoch}-`,
			`${epoch}--1`,
			`${epoch}-0x10`,
			`${epoch}-1e1`,
			`${epoch}-1.0`,
			`${epoch}-+1`,
		],
		...[
			`${epoch}- 1`,
			`${epoch}-1 x`,
			`${epoch}-0${seq}`,
			`${epoch}-${seq}-`,
			`${epoch}-${seq}-1`,
			`x${epoch}-${seq}`,
		],
		...[`${epoch}_${seq}`, `${epoch}-Infinity`, `${epoch}-9007199254740993`, `${epoch}-99999999999999999999`],
	];
	return [
		...plain.map((id) => ({ encoded: encodeURIComponent(id) })),
		{ encoded: "x".repeat(LONG), anyRefusal: true },
		{ encoded: `${epoch}-${"9".repeat(LONG)}`, anyRefusal: true },
		...["%", "%zz", "%E0%A4%A", "%FF%FE", "%C0%80"].map((encoded) => ({ encoded, anyRefusal: true })),
	];
}

/**
 * Either a 400 in the one form of errors, or a stream that tells of a gap and says nothing of what was sent.
 * @param {Trial} trial
 * @param {Useless} useless
 * @param {[string, Record<string, string>?]} request
 */
async function expectRefusal(trial, { encoded, anyRefusal }, [path, headers]) {
	const what = `for the id ${encoded.slice(0, 40) || "(empty)"}`;
	const answer = await trial.head(path, { headers });
	try {
		if (answer.status !== 200) {
			if (anyRefusal && [400, 413, 414, 431].includes(answer.status)) return;
			const { json } = await trial.ask(path, { headers });
			const documented = answer.status === 400 && typeof json?.error?.code === "string";
			return expectThat(
				documented,
				`a gap or a 400 with an error ${what}`,
				`${answer.status} ${JSON.stringify(json)}`,
			);
		}
		const stream = new Stream(answer);
		await stream.until(`hello ${what}`, () => stream.of("hello").length > 0, trial.ticksMs(1));
		const { resumed } = stream.hello;
		// A header without a value is to many the same as none.
		const asNone = headers !== undefined && headers["Last-Event-ID"]?.trim() === "" && resumed === "fresh";
		expectThat(resumed === "gap" || asNone, `hello.resumed gap ${what}`, resumed);
		const told = stream.bytes.toString();
		for (const sent of traces(encoded)) {
			expectThat(!told.includes(sent), "nothing in the stream of the id that was sent", sent);
		}
	} finally {
		answer.close();
	}
}

/**
 * The id as a careless server would write it; nothing where it is too common to be told from what is the server's own.
 * @param {string} encoded
 */
function traces(encoded) {
	const decoded = decode(encoded);
	return /[^\w.+ -]/.test(decoded) && decoded.trim().length > 4 ? [decoded, encoded] : [];
}

/** @param {string} encoded */
function decode(encoded) {
	try {
		return decodeURIComponent(encoded);
	} catch {
		// These are meant to be none.
		return encoded;
	}
}

/**
 * @param {Trial} trial
 * @param {(useless: Useless) => [string, Record<string, string>?] | null} ask null where it cannot be sent so
 */
async function sendAll(trial, ask) {
	const { epoch, seq } = (await trial.open(LASTING)).hello;
	// In HTTP/2 a proxy may end the whole connection because of one long header, and with it the other requests.
	const left = listUseless(epoch, seq).filter(({ encoded }) => !trial.options.http2 || encoded.length < LONG);
	const lane = async () => {
		for (let useless = left.pop(); useless; useless = left.pop()) {
			const request = ask(useless);
			if (request) await expectRefusal(trial, useless, request);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** @type {import("../run.mjs").Check[]} */
export const garbage = [
	{
		name: "garbage: no useless ?last_event_id= is replayed, fails or is echoed",
		run: (trial) => sendAll(trial, ({ encoded }) => [`${LASTING}&last_event_id=${encoded}`]),
	},
	{
		name: "garbage: no useless Last-Event-ID is replayed, fails or is echoed",
		run: (trial) =>
			sendAll(trial, (useless) => {
				const id = Buffer.from(decode(useless.encoded)).toString("latin1");
				// Line breaks and NUL cannot stand in a header; as bytes they are sent by the injection checks.
				if (/[^\t\x20-\x7e\x80-\xff]/.test(id)) return null;
				if (/[^\x20-\x7e]/.test(id)) useless.anyRefusal = true;
				return [LASTING, { "Last-Event-ID": id }];
			}),
	},
];
