// @ts-check
import { expectThat, Finding, Skip } from "../finding.mjs";
import { seqOf } from "../stream.mjs";
import { LASTING } from "../trial.mjs";

/** @typedef {import("../trial.mjs").Trial} Trial */

const gzip = { "Accept-Encoding": "gzip" };
const TICKS = 3;
/** How much later than its plain twin a compressed tick may be there, in ticks but at least this. */
const LATE_MS = 250;

/**
 * A stream that claims gzip, and its plain twin, with the same ticks.
 * @param {Trial} trial
 */
async function takeTwins(trial) {
	const headers = { ...gzip };
	const offered = await trial.head(LASTING, { headers });
	offered.close();
	if (offered.headers["content-encoding"] !== "gzip")
		throw new Skip("the server does not compress its stream");
	const plain = await trial.open(LASTING, { "Accept-Encoding": "identity" });
	const pressed = await trial.open(LASTING, headers);
	const until = (/** @type {import("../stream.mjs").Stream} */ stream) => {
		const enough = () => stream.seq >= pressed.hello.seq + TICKS;
		return stream.until(`${TICKS} ticks`, enough, trial.ticksMs(TICKS + 1));
	};
	await Promise.all([until(plain), until(pressed)]);
	return { plain, pressed };
}

/**
 * The bytes that end with each id.
 * @param {import("../stream.mjs").Stream} stream
 */
function bytesById(stream) {
	/** @type {Map<string, string>} */
	const ticks = new Map();
	let tick = "";
	for (const frame of stream.bytes
		.toString()
		.replaceAll("\r\n", "\n")
		.split(/(?<=\n\n)/)) {
		if (/^event: (hello|ping)$/m.test(frame)) continue;
		tick += frame;
		const id = /^id: (.*)$/m.exec(frame)?.[1];
		if (id === undefined) continue;
		ticks.set(id, tick);
		tick = "";
	}
	return ticks;
}

/** @type {import("../run.mjs").Check[]} */
export const compression = [
	{
		name: "compression: no encoding that was not asked for",
		async run(trial) {
			for (const accepted of ["identity", "gzip;q=0", "gzip; q=0.0, identity", "br;q=0, *;q=0, identity"]) {
				const { headers } = await trial.head(LASTING, { headers: { "Accept-Encoding": accepted } });
				const encoding = headers["content-encoding"] ?? "identity";
				expectThat(encoding === "identity", `no encoding for Accept-Encoding: ${accepted}`, encoding);
			}
			const { headers } = await trial.head(LASTING, { headers: gzip });
			const encoding = headers["content-encoding"] ?? "identity";
			expectThat(["gzip", "identity"].includes(String(encoding)), "gzip or none for gzip", encoding);
		},
	},
	{
		name: "compression: each tick can be read as soon as it arrives",
		async run(trial) {
			const { plain, pressed } = await takeTwins(trial);
			expectThat(pressed.failure === null, "gzip that can be read", pressed.failure);
			const limit = Math.max(LATE_MS, 1.5 * trial.pace.intervalMs);
			for (const { id, at } of pressed.of("load")) {
				const twin = plain.of("load").find((event) => event.id === id);
				const late = Math.round(at - (twin?.at ?? at));
				expectThat(late < limit, `tick ${id} within ${limit} ms of its plain twin`, `it ${late} ms later`);
			}
		},
	},
	{
		name: "compression: each tick is the same as without, byte for byte",
		async run(trial) {
			const { plain, pressed } = await takeTwins(trial);
			const expected = bytesById(plain);
			const got = [...bytesById(pressed)].filter(([id]) => seqOf(id) > pressed.hello.seq);
			for (const [id, tick] of got) {
				const twin = expected.get(id);
				expectThat(twin === undefined || twin === tick, `of ${id} the same bytes: ${twin}`, tick);
			}
			if (!got.some(([id]) => expected.has(id))) throw new Finding("ticks that both have", "none");
		},
	},
	{
		name: "compression: an answer without the stream's body never claims it",
		async run(trial) {
			/** @type {[string, string][]} */
			const cases = [
				// A proxy that compresses may well say so.
				.../** @type {[string, string][]} */ (trial.options.direct ? [["HEAD", LASTING]] : []),
				["GET", "/api/stream?events=nonsense"],
				["GET", "/api/stream?every=7"],
				["POST", "/api/stream"],
			];
			for (const [method, path] of cases) {
				const { status, headers } = await trial.head(path, { method, headers: gzip });
				// A stream where none should be is for another check to say.
				if (status === 200 && method !== "HEAD") continue;
				const encoding = headers["content-encoding"];
				expectThat(
					encoding === undefined,
					`no Content-Encoding on the ${status} to ${method} ${path}`,
					encoding,
				);
			}
		},
	},
];
