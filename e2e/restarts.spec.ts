import { runRestarts, type Step } from "../scripts/restarts/rounds.mjs";
import type { TestServer } from "./fixtures/server";
import { expect, test } from "./fixtures/test";

const steps: Step[] = [
	{ signal: "SIGKILL", family: true, when: "replaying" },
	{ signal: "SIGKILL", family: false, when: "returning" },
	{ signal: "SIGTERM", family: false, when: "live" },
];

test("sixty viewers lose nothing unannounced, and get nothing twice, while the server is killed and restarted three times", async ({
	start,
}) => {
	// Where the processor is busy each start takes seconds.
	test.setTimeout(120_000);
	const { complaints, ticks, gaps } = await runRestarts({
		start: (port): Promise<TestServer> => start({ port }),
		viewers: 60,
		steps,
		say: (line) => console.log(`    ${line}`),
	});
	expect(complaints).toEqual([]);
	expect(gaps, "after each restart a gap, and not less").toBeGreaterThanOrEqual(60 * 2);
	expect(ticks).toBeGreaterThan(60 * 3);
});
