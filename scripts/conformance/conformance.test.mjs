// @ts-check
import { describe, expect, test } from "vitest";
import { checks } from "./checks.mjs";
import { ORIGIN, SmallServer } from "./fixtures/server.mjs";
import { formatReport, formatResult, groups, runConformance } from "./run.mjs";

/**
 * What a small server that is right but for this does, as the suite tells it.
 * @param {string | null} fault
 * @param {{ http2?: boolean, only?: string[] }} [options]
 */
async function judge(fault, { http2 = false, only } = {}) {
	const server = new SmallServer(fault, { http2 });
	const url = await server.listen();
	try {
		return await runConformance(url, { direct: true, origin: ORIGIN, http2, only });
	} finally {
		await server.close();
	}
}

/**
 * The whole names of checks by their beginnings.
 * @param {string[]} beginnings
 */
const named = (beginnings) =>
	beginnings
		.map((beginning) => {
			const [check, ...more] = checks.filter(({ name }) => name.startsWith(beginning));
			if (!check || more.length > 0)
				throw new Error(`expected the beginning of one check, got "${beginning}"`);
			return check.name;
		})
		.sort();

const resumed = ["resume: by Last-Event-ID", "resume: by ?last", "resume: the header"];
const gaps = [
	"resume: an id of another",
	"resume: an id that is too old",
	"resume: the id 0",
	"resume: an id that is yet",
];
const garbage = ["garbage: no useless ?last", "garbage: no useless Last"];
const refusals = [
	"selection: an unknown event",
	"selection: an ?every=",
	"selection: an unknown parameter",
	"selection: ?hosts=",
];

/** One thing that a server does wrong, and the checks that must notice; of their groups no other may. */
const faults = {
	"a wrong type": ["headers: the answer is 200"],
	"may be transformed": ["headers: nobody may"],
	"no word to proxies": ["headers: proxies"],
	"a length": ["headers: no length"],
	"keep-alive": ["headers: no length"],
	"types are guessed": ["headers: browsers"],
	"no Vary": ["headers: Vary"],
	"the first event waits": ["greeting: hello comes within"],
	"no retry": ["greeting: hello comes first"],
	"retry at once": ["greeting: hello comes first"],
	"ids on hello": ["greeting: hello comes first", "ids: none on"],
	"hello without a version": ["greeting: hello says"],
	CRLF: ["framing: lines end"],
	NUL: ["framing: lines end"],
	"a byte order mark": ["framing: lines end"],
	"unknown fields": ["framing: eventsource-parser"],
	"bytes that are no UTF-8": ["framing: it is UTF-8"],
	"data that is no JSON": ["framing: the data of each"],
	"events named message": ["framing: no event has"],
	"ticks in pieces": ["framing: a tick arrives whole"],
	"ids with a space": ["ids: each is"],
	"skips a number": ["ids: they grow"],
	"ids on every event": ["ids: only the last"],
	"ids on clock": ["ids: none on"],
	holes: ["ids: they grow", ...resumed],
	doubles: ["ids: they grow", "timing: who does not read"],
	"always fresh": ["resume: who missed", ...resumed, ...gaps],
	"told a gap at first": ["resume: a first visit"],
	"a double at the seam": [...resumed, "resume: who missed", "snapshot: ?since= gives"],
	"a hole at the seam": [...resumed, "snapshot: ?since= gives"],
	"missed is one too many": [...resumed, "resume: who missed"],
	"the query wins": ["resume: the header"],
	"gaps without a snapshot": gaps,
	"snapshots with an old id": gaps,
	"partial replays": ["resume: an id that is too old", "resume: the id 0"],
	"the future is replayed": ["resume: an id that is yet", "snapshot: no useless"],
	"ids are read loosely": [...garbage, "snapshot: no useless"],
	"epochs are ignored": garbage,
	"a long id is a failure": ["garbage: no useless ?last"],
	"ids are echoed in data": garbage,
	"ids are echoed in a comment": [...garbage, "injection: no parameter"],
	"headers are echoed": ["injection: no header"],
	"bad requests are echoed": ["injection: no bytes"],
	"paths are echoed": ["injection: no path"],
	"all is sent": ["selection: ?events= brings"],
	"names in another order each time": ["selection: ?events= may be"],
	"errors as text": refusals,
	"errors that do not help": ["selection: an unknown event"],
	"unknown events are ignored": ["selection: an unknown event"],
	"unknown parameters are ignored": ["selection: an unknown parameter"],
	"any every=": ["selection: an ?every="],
	"every= is ignored": ["selection: ?every="],
	"any host": ["selection: ?hosts="],
	"HEAD never ends": ["methods: HEAD"],
	"POST opens a stream": ["methods: POST", "methods: PUT", "methods: DELETE", "methods: PATCH"],
	"OPTIONS opens a stream": ["methods: OPTIONS"],
	"204 claims gzip": ["methods: a 204"],
	"no ping": ["timing: a stream with nothing"],
	buffering: ["timing: ticks arrive"],
	"gzip for all": ["compression: no encoding"],
	"gzip without a flush": ["compression: each tick can"],
	"gzip of other bytes": ["compression: each tick is"],
	"400 claims gzip": ["compression: an answer"],
	"HEAD claims gzip": ["compression: an answer"],
	"every origin is let in": ["cors: a page", "cors: the origin null", "cors: nobody"],
	"origins that begin alike are let in": ["cors: nobody"],
	"the origin null is let in": ["cors: the origin null"],
	"* with credentials": ["cors: a listed", "cors: the preflight"],
	"no preflight": ["cors: the preflight"],
	"a snapshot without an id": ["snapshot: the present"],
	"since= leaves out a tick": ["snapshot: ?since= gives"],
	"since= is always replayed": ["snapshot: ?since= with", "snapshot: no useless"],
	"HEAD leaks a session": ["sessions: HEAD"],
	"viewers are never let go": ["sessions: none", "sessions: clients"],
};

describe("the suite", { timeout: 30_000 }, () => {
	test.each([{ http2: false }, { http2: true }])(
		"finds nothing against a server that keeps the rules: %j",
		async (transport) => {
			const report = await judge(null, transport);
			const { results } = report;
			expect(results.filter(({ outcome }) => outcome === "FAIL").map(formatResult)).toEqual([]);
			expect(results.map(({ name }) => name).sort()).toEqual(checks.map(({ name }) => name).sort());
			expect(formatReport(report)).toMatch(/^\d+ passed, 0 failed, \d+ skipped$/);
		},
	);

	test("has for each check a server that fails it", () => {
		expect(named([...new Set(Object.values(faults).flat())])).toEqual(checks.map(({ name }) => name).sort());
	});

	test("says in one line what was expected and what came", async () => {
		const { results } = await judge("no retry", { only: ["greeting"] });
		const line = results.map(formatResult).find((one) => one.startsWith("FAIL"));
		expect(line).toMatch(
			/^FAIL greeting: hello comes first, .*: expected retry in the frame of hello, got event: hello/,
		);
		expect(line).not.toContain("\n");
	});
});

describe.concurrent("a server that is right but for one thing", { timeout: 30_000 }, () => {
	test.each(Object.entries(faults))("%s", async (fault, beginnings) => {
		const expected = named(beginnings);
		const only = groups.filter((group) => expected.some((name) => name.startsWith(`${group}:`)));
		const { results } = await judge(fault, { only });
		const failed = results.filter(({ outcome }) => outcome === "FAIL").map(({ name }) => name);
		expect(failed.sort()).toEqual(expected);
	});
});
