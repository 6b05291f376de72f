import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildHost, processesWith, Trial, until } from "./job-host.fixture";

let built: string;
let trial: Trial;
beforeAll(async () => {
	built = await buildHost();
});
afterAll(() => rmSync(built, { recursive: true }));
beforeEach(() => {
	trial = new Trial(built, { graceMs: 300 });
});
afterEach(() => trial.close());

describe("JobHostProcess", () => {
	it("tells what a command writes, in order, and how it ended", async () => {
		const job = trial.sh("echo one; printf 'two\\nthree\\n'; echo four; exit 3");
		expect(await job.ended).toMatchObject({
			status: "failed",
			exitCode: 3,
			words: { key: "exited" },
			forced: 0,
			left: 0,
		});
		expect(job.lines).toEqual(["one", "two", "three", "four"]);
	});

	it("cancels", async () => {
		const job = trial.sh("echo begun; sleep 1000.01");
		await until(() => job.lines.length);
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({
			status: "cancelled",
			words: null,
			forced: 0,
			left: 0,
			signal: "SIGTERM",
		});
		expect(processesWith("1000.01")).toEqual([]);
	});

	it("loses none of 10,000 lines that are written at once", async () => {
		const job = trial.run(["/usr/bin/seq", "1", "10000"]);
		expect(await job.ended).toMatchObject({ status: "succeeded", leftOut: 0 });
		expect(job.lines).toEqual(Array.from({ length: 10_000 }, (_, index) => String(index + 1)));
	});
});
