import { rmSync, statSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildHost, Trial } from "../job-host.fixture";
import { until } from "../processes.fixture";

let built: string;
let trial: Trial;
let aborted: string[];
beforeAll(async () => {
	built = await buildHost();
});
afterAll(() => rmSync(built, { recursive: true }));
beforeEach(() => {
	trial = new Trial(built, { graceMs: 1_000 });
	aborted = [];
	trial.onAsk = async (_id, subject, data, signal) => {
		signal.addEventListener("abort", () => aborted.push(subject));
		if (subject === "never") return new Promise(() => {});
		if (subject === "sum") return (data as number[]).reduce((sum, one) => sum + one);
		if (subject === "last") return "answered";
		if (subject === "bytes") return Buffer.from([...(data as Uint8Array), 3]);
		throw new Error(`${subject} is not known`);
	};
});
afterEach(() => trial.close());

describe("a built-in task", () => {
	it("asks the server, says how far it is, and leaves what it has made", async () => {
		const job = trial.task({ does: "asks" });
		expect(await job.ended).toMatchObject({
			...{ status: "succeeded", words: null, exitCode: 0 },
			result: { files: [], facts: { answer: 42 } },
		});
		expect(job.lines).toEqual(["answered: 3"]);
		expect(job.news).toContainEqual({ kind: "progress", progress: 0.5, words: { text: "half" } });
	});

	it("asks in bytes and is answered in bytes, as the history answers", async () => {
		const job = trial.task({ does: "asks for bytes" });
		await job.ended;
		expect(job.lines).toEqual(["true: 1,2,3"]);
	});

	it("finds its directory made, for nobody else to read", async () => {
		const job = trial.task({ does: "asks" });
		await job.ended;
		expect(statSync(trial.orderOf(job).directory).mode & 0o777).toBe(0o700);
	});

	it("says in words why it failed", async () => {
		expect(await trial.task({ does: "fails" }).ended).toMatchObject({
			...{ status: "failed", result: null },
			words: { key: "exited", parameters: { code: 7 } },
		});
	});

	it.each([
		["throws", "no such thing"],
		["throws later", "much later"],
		["asks what is not known", "nonsense is not known"],
	])("fails when it %s", async (does, reason) => {
		expect(await trial.task({ does }).ended).toMatchObject({
			...{ status: "failed", words: { key: "failed", parameters: { reason } } },
		});
	});

	it("hears that it is to end, no answer keeps it, and it may still ask", async () => {
		const job = trial.task({ does: "stops when asked to" });
		await until(() => job.lines.includes("waits"));
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({ status: "cancelled", words: null, forced: 0, left: 0 });
		expect(job.lines).toEqual(["waits", "AbortError", 'aborted: true, "answered"']);
		expect(aborted).toContain("never");
	});

	it("is ended by force where it does not", async () => {
		const job = trial.task({ does: "never stops" });
		await until(() => job.lines.length);
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({ status: "cancelled", signal: "SIGKILL", forced: 1, left: 0 });
	});

	it("that was done before it heard that it is to end was done", async () => {
		const job = trial.task({ does: "is done all the same" });
		await until(() => job.lines.length);
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({ status: "succeeded", result: { facts: { answer: 42 } } });
	});

	it("prints as a command does", async () => {
		const job = trial.task({ does: "prints" });
		await job.ended;
		expect(job.lines.toSorted()).toEqual(["complained", "printed"]);
	});
});
