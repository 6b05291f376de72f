import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildHost, Trial } from "../job-host.fixture";
import { processesWith, until } from "../processes.fixture";

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

// So long a sleep is asked for by nobody else, and tells its process from all others.
let seconds = 100_000 + (process.pid % 10_000) * 10;
const nextSleep = () => `sleep ${++seconds}.25`;

describe("a cancel", () => {
	it("leaves no process of a tree that ignores SIGTERM, with grandchildren in other sessions", async () => {
		const sleep = nextSleep();
		const deaf = `trap "" TERM HUP INT; ${sleep} & ${sleep} & wait; wait`;
		const job = trial.sh(
			`trap "" TERM HUP INT; setsid sh -c '${deaf}' & sh -c '${deaf}' & echo begun; wait; wait`,
		);
		await until(() => processesWith(sleep).filter((_, index) => index >= 6).length);
		const count = processesWith(sleep).length;
		trial.host.cancel(job.id);
		const end = await job.ended;
		expect(end).toMatchObject({ status: "cancelled", signal: "SIGKILL", left: 0 });
		expect(end.forced).toBe(count);
		expect(processesWith(sleep)).toEqual([]);
	});

	it("leaves none that has left its parent, its session and its environment, but writes to the same pipe", async () => {
		const sleep = nextSleep();
		const job = trial.sh(`(env -i setsid sh -c '${sleep} & ${sleep} &' &) ; echo begun; ${sleep}`);
		await until(() => processesWith(sleep).length >= 3);
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({ status: "cancelled", left: 0 });
		expect(processesWith(sleep)).toEqual([]);
	});

	it("leaves none that has left its parent, its output and its environment", async () => {
		const sleep = nextSleep();
		const stranger = `env -i sh -c "exec >/dev/null 2>&1; ${sleep} & wait"`;
		const job = trial.sh(`(${stranger} &); ${sleep}`);
		await until(() => processesWith(sleep).length >= 4);
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({ status: "cancelled", left: 0 });
		expect(processesWith(sleep)).toEqual([]);
	});

	it("leaves none that left everything after it was seen", async () => {
		const sleep = nextSleep();
		const stranger = `env -i setsid sh -c "exec >/dev/null 2>&1; ${sleep} & ${sleep} & wait; wait"`;
		// For so long it has a parent that is known.
		const job = trial.sh(`(${stranger} & sleep 2.5); echo orphaned; ${sleep}`);
		await until(() => job.lines.includes("orphaned"));
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({ status: "cancelled", left: 0 });
		expect(processesWith(sleep)).toEqual([]);
	}, 15_000);

	it("lets those go who heed SIGTERM, with their last words", async () => {
		const job = trial.sh(`trap 'echo bye; exit 0' TERM; echo begun; while :; do sleep 0.05; done`);
		await until(() => job.lines.length);
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({ status: "cancelled", exitCode: 0, signal: null, forced: 0 });
		// The shell says of its child, which got it too, "Terminated".
		expect(job.lines.at(-1)).toBe("bye");
	});

	it("ends who was stopped", async () => {
		const sleep = nextSleep();
		const job = trial.sh(`echo begun; kill -STOP $$; ${sleep}`);
		await until(() => job.lines.length);
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({ status: "cancelled", signal: "SIGTERM", forced: 0, left: 0 });
	});

	it("ends a tree that forks on and on", async () => {
		const mark = `forks-${process.pid}`;
		const script = `trap "" TERM; echo begun; while :; do (trap "" TERM; sleep 0.3; : ${mark}) & sleep 0.02; done`;
		const job = trial.sh(script);
		await until(() => job.lines.length);
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({ status: "cancelled", left: 0 });
		expect(processesWith(mark)).toEqual([]);
	});

	it("changes nothing of a job that has ended by itself", async () => {
		const sleep = nextSleep();
		const job = trial.sh(`(trap "" TERM; ${sleep}) & exit 4`);
		await until(() => job.lines.some((line) => line.includes("left behind")) || processesWith(sleep).length);
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({ status: "failed", exitCode: 4, left: 0 });
		expect(processesWith(sleep)).toEqual([]);
	});
});

describe("a job", () => {
	it("that never ends is timed out, and nothing of it is left", async () => {
		const sleep = nextSleep();
		const job = trial.sh(`trap "" TERM; ${sleep} & while :; do ${sleep}; done`, { timeoutMs: 200 });
		expect(await job.ended).toMatchObject({
			status: "timed-out",
			words: { key: "timedOut", parameters: { afterMs: 200 } },
			left: 0,
		});
		expect(processesWith(sleep)).toEqual([]);
	});

	it("ends when its first process has, and who holds the pipe is ended then and told of", async () => {
		const sleep = nextSleep();
		const job = trial.sh(`echo said; ${sleep} & exit 0`);
		expect(await job.ended).toMatchObject({ status: "succeeded", exitCode: 0, forced: 0, left: 0 });
		expect(job.lines).toEqual(["said", "1 process that it left behind is ended now."]);
		expect(processesWith(sleep)).toEqual([]);
	});

	it("ends at once when the last of it has, and keeps what a child says shortly after its parent's end", async () => {
		const job = trial.sh("(sleep 0.2; echo later) & echo first");
		expect(await job.ended).toMatchObject({ status: "succeeded", forced: 0, left: 0 });
		expect(job.lines).toEqual(["first", "later"]);
	});

	it("is not kept waiting by zombies", async () => {
		// Nobody asks how the child of a program that execs away has ended.
		const job = trial.sh("sh -c 'exit 0' & exec sleep 0.5");
		expect(await job.ended).toMatchObject({ status: "succeeded", forced: 0, left: 0 });
		expect(job.lines).toEqual([]);
	});

	it("is cancelled with its zombies", async () => {
		const sleep = nextSleep();
		const job = trial.sh(`sh -c 'exit 0' & echo begun; exec ${sleep}`);
		await until(() => processesWith(sleep).length);
		trial.host.cancel(job.id);
		expect(await job.ended).toMatchObject({ status: "cancelled", forced: 0, left: 0 });
	});

	it("gets parameters as arguments, whatever they say", async () => {
		const proof = join(tmpdir(), `hostbeat-proof-${process.pid}`);
		const hostile = [
			`; touch ${proof}`,
			`$(touch ${proof})`,
			`\`touch ${proof}\``,
			"a\nb",
			"../../etc/passwd",
			"{b}",
		];
		for (const text of hostile) {
			const show = "console.log(JSON.stringify(process.argv.slice(1)))";
			const job = trial.run([process.execPath, "-e", show, "--", "{text}", "<{text}>"], {
				parameters: { text, b: "filled" },
			});
			await job.ended;
			expect(JSON.parse(job.lines.join(""))).toEqual([text, `<${text}>`]);
		}
		expect(existsSync(proof)).toBe(false);
	});

	it("says why it could not be started", async () => {
		const reasonOf = async (job: ReturnType<Trial["run"]>) => {
			const { status, words } = await job.ended;
			expect(status).toBe("failed");
			return words;
		};
		const notStarted = (reason: unknown) => ({ key: "notStarted", parameters: { reason } });
		expect(await reasonOf(trial.run(["/no/such/program"]))).toEqual(
			notStarted("spawn /no/such/program ENOENT"),
		);
		expect(await reasonOf(trial.run(["/bin/echo"], { directory: "/no/such" }))).toEqual(
			notStarted(expect.stringContaining("the directory /no/such cannot be entered")),
		);
		expect(
			await reasonOf(trial.run(["/bin/echo", "{a}"], { parameters: { a: "x".repeat(1_000_000) } })),
		).toEqual(notStarted("spawn E2BIG"));
		expect(await reasonOf(trial.run(["/bin/echo", "{a}"], { parameters: { a: "a\0b" } }))).toEqual(
			notStarted(expect.stringContaining("null bytes")),
		);
		expect(await reasonOf(trial.run(["/bin/echo", "{a}"], { parameters: { a: "--help" } }))).toEqual(
			notStarted('a begins with "-" and would be taken for an option'),
		);
	});

	it("has its own environment and directory, nothing to read, and no terminal", async () => {
		const job = trial.run(["/usr/bin/env"], { environment: { PATH: "/bin", GREETING: "hello" } });
		await job.ended;
		expect(
			job.lines.map((line) => line.replace(/^(HOSTBEAT_JOBS_OF)=[0-9a-f]{16}-\d+-\d+$/, "$1")).toSorted(),
		).toEqual(["GREETING=hello", `HOSTBEAT_JOB=${job.id}`, "HOSTBEAT_JOBS_OF", "PATH=/bin"]);
		const other = trial.sh("pwd; cat; tty; ls /proc/self/fd | wc -l", { directory: "/usr" });
		await other.ended;
		expect(other.lines.slice(0, 2)).toEqual(["/usr", "not a tty"]);
	});
});
