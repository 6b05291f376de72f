import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildHost, Trial } from "./job-host.fixture";
import { childrenOf, isLiving, processesWith, until } from "./processes.fixture";

let built: string;
let trial: Trial;
let directory: string;
let server: ChildProcess | null = null;
beforeAll(async () => {
	built = await buildHost();
});
afterAll(() => rmSync(built, { recursive: true }));
beforeEach(() => {
	trial = new Trial(built, { graceMs: 300, idleMs: 500 });
	directory = mkdtempSync(join(tmpdir(), "hostbeat-server-"));
});
afterEach(() => {
	server?.kill("SIGKILL");
	trial.close();
	rmSync(directory, { recursive: true });
});

let seconds = 300_000 + (process.pid % 10_000) * 10;
const nextSleep = () => `sleep ${++seconds}.25`;
// Deaf, and with one in another session.
const treeOf = (sleep: string) => `trap "" TERM; setsid ${sleep} & ${sleep} & wait; wait`;
const startServer = (data: string, sleep?: string) => {
	const command = sleep ? ["/bin/sh", "-c", treeOf(sleep)] : [];
	server = spawn(
		process.execPath,
		[join(built, "owner.mjs"), join(built, "job-host.mjs"), data, ...command],
		{
			stdio: ["ignore", "pipe", "inherit"],
		},
	);
	return server;
};
/** All of it runs: the shell that begins it, and both that sleep. */
const untilTree = (sleep: string) => until(() => processesWith(sleep).length >= 3);

describe("when the server", () => {
	it("is killed by SIGKILL, no process of a job is left, and none that runs jobs", async () => {
		const sleep = nextSleep();
		startServer(directory, sleep);
		await untilTree(sleep);
		const hosts = childrenOf(server?.pid);
		expect(hosts).toHaveLength(1);
		server?.kill("SIGKILL");
		await until(() => processesWith(sleep).length === 0);
		await until(() => !isLiving(hosts[0] as number));
	});

	it("ends by SIGTERM, they are gone before it is", async () => {
		const sleep = nextSleep();
		startServer(directory, sleep);
		await untilTree(sleep);
		const hosts = childrenOf(server?.pid);
		server?.kill("SIGTERM");
		await new Promise((resolve) => server?.once("exit", resolve));
		expect(processesWith(sleep)).toEqual([]);
		expect(hosts.filter(isLiving)).toEqual([]);
	});

	it("is killed while the process that runs jobs is stopped, the next server ends what they have left", async () => {
		const sleep = nextSleep();
		startServer(directory, sleep);
		await untilTree(sleep);
		// Stopped, it cannot see that the server is gone.
		const [host] = childrenOf(server?.pid);
		process.kill(host as number, "SIGSTOP");
		server?.kill("SIGKILL");
		await new Promise((resolve) => server?.once("exit", resolve));
		expect(processesWith(sleep).length).toBeGreaterThanOrEqual(3);
		await new Promise((resolve) => startServer(directory).stdout?.once("data", resolve));
		expect(processesWith(sleep)).toEqual([]);
		expect(isLiving(host as number)).toBe(false);
	});

	it("starts where another lives on the same directory, the jobs of that one go on", async () => {
		const sleep = nextSleep();
		startServer(directory, sleep);
		await untilTree(sleep);
		const first = server as ChildProcess;
		const [host] = childrenOf(first.pid);
		await new Promise((resolve) => startServer(directory).stdout?.once("data", resolve));
		expect(processesWith(sleep).length).toBeGreaterThanOrEqual(3);
		expect(isLiving(host as number)).toBe(true);
		first.kill("SIGTERM");
		await new Promise((resolve) => first.once("exit", resolve));
		expect(processesWith(sleep)).toEqual([]);
	});

	it("ends for good that made its directory, the next server ends what it has left", async () => {
		const sleep = nextSleep();
		const made = join(directory, "made");
		startServer(made, sleep);
		await untilTree(sleep);
		const [host] = childrenOf(server?.pid);
		process.kill(host as number, "SIGSTOP");
		server?.kill("SIGKILL");
		await new Promise((resolve) => server?.once("exit", resolve));
		mkdirSync(made, { recursive: true });
		await new Promise((resolve) => startServer(made).stdout?.once("data", resolve));
		expect(processesWith(sleep)).toEqual([]);
	});

	it("starts, the jobs of another server go on", async () => {
		const sleep = nextSleep();
		const job = trial.sh(`echo begun; ${sleep}`);
		await until(() => job.lines.length);
		await new Promise((resolve) => startServer(directory).stdout?.once("data", resolve));
		expect(processesWith(sleep).length).toBeGreaterThan(0);
	});
});

describe("JobHostProcess", () => {
	it("ends all that ran when the process that runs jobs is killed, says so, and starts another with the next", async () => {
		const sleep = nextSleep();
		// Nothing but the pipe that it writes to tells whose it is.
		const stranger = `(env -i setsid sh -c "${sleep} & wait" &); `;
		const jobs = [trial.sh(stranger + treeOf(sleep)), trial.sh(treeOf(sleep))];
		await until(() => processesWith(sleep).length >= 8);
		const first = trial.host.pid as number;
		process.kill(first, "SIGKILL");
		await until(() => trial.lost.length);
		expect(trial.lost).toEqual([jobs.map(({ id }) => id)]);
		expect(processesWith(sleep)).toEqual([]);
		expect(trial.host.pid).toBeNull();
		const next = trial.sh("echo again");
		expect(await next.ended).toMatchObject({ status: "succeeded" });
		expect(trial.host.pid).not.toBe(first);
		expect(trial.warnings).toEqual(["the process that runs jobs ended (SIGKILL)"]);
	});

	it("leaves no process when it is closed, and says no more", async () => {
		const sleep = nextSleep();
		const job = trial.sh(treeOf(sleep));
		await untilTree(sleep);
		const host = trial.host.pid as number;
		trial.host.close();
		expect(processesWith(sleep)).toEqual([]);
		expect(isLiving(host)).toBe(false);
		expect(job.end).toBeNull();
		trial.host.start({ ...trial.orderOf(job), id: "later" });
		expect(processesWith(join(built, "job-host.mjs"))).toEqual([]);
	});

	it("tells what a command writes, in order, and how it ended", async () => {
		const job = trial.sh("echo one; printf 'two\\nthree\\n'; echo four; exit 3");
		expect(await job.ended).toMatchObject({
			...{ status: "failed", exitCode: 3, signal: null, words: { key: "exited", parameters: { code: 3 } } },
			...{ forced: 0, left: 0, leftOut: 0, result: null },
		});
		expect(job.lines).toEqual(["one", "two", "three", "four"]);
		expect(await trial.sh("kill -9 $$").ended).toMatchObject({
			...{ status: "failed", exitCode: null, signal: "SIGKILL" },
			words: { key: "killedBy", parameters: { signal: "SIGKILL" } },
		});
	});

	it("ignores a cancel of what it does not run", async () => {
		trial.host.cancel("nothing");
		const job = trial.sh("true");
		await job.ended;
		trial.host.cancel(job.id);
		expect(await trial.sh("true").ended).toMatchObject({ status: "succeeded" });
	});

	it("runs nothing before the first job, and nothing when there was none for a while", async () => {
		expect(trial.host.pid).toBeNull();
		await trial.sh("true").ended;
		const first = trial.host.pid as number;
		await until(() => !isLiving(first));
		expect(trial.host.pid).toBeNull();
		expect(await trial.sh("true").ended).toMatchObject({ status: "succeeded" });
		expect(trial.warnings).toEqual([]);
		expect(trial.lost).toEqual([]);
	});
});
