import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { buildHost, Trial } from "../job-host.fixture";
import { memoryOf, processesWith, until } from "../processes.fixture";

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

const keysOf = (job: ReturnType<Trial["run"]>) =>
	job.news.flatMap((one) => (one.kind === "log" && "key" in one.words ? one.words.key : []));

it("bears a flood: lines are left out, told of and counted, in little memory, and it can be stopped", async () => {
	const job = trial.run(["/usr/bin/yes", "flood"]);
	await until(() => keysOf(job).includes("linesLeftOut"));
	expect(memoryOf(trial.host.pid as number)).toBeLessThan(250_000_000);
	const other = trial.run(["/bin/echo", "meanwhile"]);
	await other.ended;
	expect(other.lines).toEqual(["meanwhile"]);
	trial.host.cancel(job.id);
	const end = await job.ended;
	expect(end).toMatchObject({ status: "cancelled", signal: "SIGTERM", forced: 0, left: 0 });
	const told = job.news.reduce((sum, one) => {
		const isCount = one.kind === "log" && "key" in one.words && one.words.key === "linesLeftOut";
		return sum + (isCount ? (one.words as { parameters: { count: number } }).parameters.count : 0);
	}, 0);
	expect(end.leftOut).toBe(told);
	expect(job.lines.length).toBeLessThan(30_000);
	expect(new Set(job.lines.filter((line) => !line.includes("left out")))).toEqual(new Set(["flood"]));
}, 30_000);

it("keeps 10,000 lines of each of four at once, whole and in order", async () => {
	const expected = Array.from({ length: 10_000 }, (_, index) => String(index + 1));
	const jobs = [1, 2, 3, 4].map(() => trial.run(["/usr/bin/seq", "1", "10000"]));
	for (const job of jobs) {
		expect(await job.ended).toMatchObject({ status: "succeeded", leftOut: 0 });
		expect(job.lines).toEqual(expected);
	}
});

it("makes a program wait rather than lose what it writes a little too fast", async () => {
	const job = trial.run(["/usr/bin/seq", "1", "12000"]);
	expect(await job.ended).toMatchObject({ status: "succeeded", leftOut: 0 });
	expect(job.lines.length).toBe(12_000);
	expect(job.lines.at(-1)).toBe("12000");
}, 15_000);

it("shows binary output as text that harms nobody", async () => {
	const job = trial.run(["/usr/bin/head", "-c", "1000000", "/dev/urandom"]);
	expect(await job.ended).toMatchObject({ status: "succeeded" });
	expect(job.lines.length).toBeGreaterThan(1_000);
	// biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there.
	expect(job.lines.join("")).not.toMatch(/[\0-\x08\x0a-\x1a\x1c-\x1f\x7f-\x9f\p{Surrogate}]/u);
}, 15_000);

it("keeps the beginning of a line of 10 MB, and goes on after it", async () => {
	const job = trial.sh("head -c 10000000 /dev/zero | tr '\\0' a; echo; echo after");
	expect(await job.ended).toMatchObject({ status: "succeeded" });
	expect(job.lines[0]).toBe("a".repeat(16_384));
	expect(job.news[1]).toMatchObject({
		source: "hostbeat",
		words: { key: "lineCut", parameters: { bytes: 10_000_000 - 16_384 } },
	});
	expect(job.lines.slice(2)).toEqual(["after"]);
}, 15_000);

it("bears a line that never ends", async () => {
	const job = trial.sh("tr '\\0' a < /dev/zero");
	await until(() => job.lines.length);
	expect(job.lines).toEqual(["a".repeat(16_384)]);
	trial.host.cancel(job.id);
	expect(await job.ended).toMatchObject({ status: "cancelled", left: 0 });
	expect(keysOf(job)).toEqual(["lineCut"]);
	expect(memoryOf(trial.host.pid as number)).toBeLessThan(250_000_000);
});

it("shows invalid UTF-8 as what cannot be read, and characters that come in two writes whole", async () => {
	const script = `
		process.stdout.write(Buffer.from([0x61, 0xff, 0xfe, 0x0a, 0xe2, 0x82]));
		setTimeout(() => process.stdout.write(Buffer.from([0xac, 0x0a])), 100);`;
	const job = trial.run([process.execPath, "-e", script]);
	await job.ended;
	expect(job.lines).toEqual(["a\ufffd\ufffd", "€"]);
});

it("goes on with a job that has closed its output", async () => {
	const job = trial.sh("echo before; exec >&- 2>&-; sleep 0.4; exit 5");
	expect(await job.ended).toMatchObject({ status: "failed", exitCode: 5 });
	expect(job.lines).toEqual(["before"]);
});

it("stops a job that has closed its output", async () => {
	const job = trial.sh("echo before; exec >&- 2>&-; sleep 1000.02");
	await until(() => job.lines.length);
	trial.host.cancel(job.id);
	expect(await job.ended).toMatchObject({ status: "cancelled", left: 0 });
	expect(processesWith("1000.02")).toEqual([]);
});

it("gives what is written real pipes, which scripts open by name", async () => {
	const job = trial.sh("echo complained > /dev/stderr; echo said > /dev/stdout");
	expect(await job.ended).toMatchObject({ status: "succeeded" });
	expect(job.lines.toSorted()).toEqual(["complained", "said"]);
	expect(job.news).toContainEqual({ kind: "log", source: "stderr", words: { text: "complained" } });
});

it("reads progress off lines, and lets the rest be read by people", async () => {
	const script = `echo '{"progress":0.5,"message":"half"}'; echo plain; echo '{"progress":1}'`;
	const job = trial.sh(script, { progress: { kind: "json" } });
	await job.ended;
	expect(job.lines).toEqual(["plain"]);
	expect(job.news.filter(({ kind }) => kind === "progress")).toEqual([
		{ kind: "progress", progress: 0.5, words: { text: "half" } },
		{ kind: "progress", progress: 1, words: null },
	]);
});

it("uses a pattern no more that takes for ever, and goes on", async () => {
	const job = trial.sh(`printf '%0500d!\\n' 0; echo after`, {
		progress: { kind: "pattern", pattern: "^(0+)+$" },
	});
	expect(await job.ended).toMatchObject({ status: "succeeded" });
	expect(keysOf(job)).toEqual(["patternTooSlow"]);
	expect(job.lines.at(-1)).toBe("after");
});
