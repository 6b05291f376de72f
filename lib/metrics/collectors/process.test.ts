import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Process, ProcessList, ProcessQuery } from "../types";
import { createProcessCollector } from "./process";

const children: ChildProcess[] = [];
afterEach(() => {
	for (const child of children.splice(0)) child.kill("SIGKILL");
});

const collector = (processArguments = false) =>
	createProcessCollector({
		...{ procRoot: "/proc", root: "", paceMs: 2_000, processArguments },
		nameContainer: () => null,
	});

async function start(script: string, ...words: string[]) {
	const child = spawn(process.execPath, ["-e", `${script};process.stdout.write("x")`, "--", ...words], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	children.push(child);
	await once(child.stdout, "data");
	return child;
}

const query = (search: string): ProcessQuery => ({ search, sort: "utilization", order: "desc", limit: 50 });
const ask = (of: ReturnType<typeof collector>, search: string) =>
	of.answer?.(query(search)) as Promise<ProcessList>;
const say = (pid: number, columns: string) =>
	spawnSync("ps", ["-o", columns, "--no-headers", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();

describe.runIf(process.platform === "linux")("the processes of this machine", { timeout: 20_000 }, () => {
	it("are those that ps shows, with their users, threads, states and memory", async () => {
		const child = await start("globalThis.held = Buffer.alloc(150e6, 1); setInterval(() => {}, 1e6)");
		const of = collector();
		const { processes } = await ask(of, String(child.pid));
		const row = processes.find(({ pid }) => pid === child.pid) as Process;
		const [user = "", threads, state, kib, name = ""] = say(row.pid, "user:32,nlwp,s,rss,comm").split(/\s+/);
		expect([row.user, row.name, row.threads]).toEqual([user, name, Number(threads)]);
		expect([state, row.state]).toEqual(["S", "sleeping"]);
		expect(Math.abs((row.residentBytes ?? 0) / 1024 - Number(kib))).toBeLessThan(0.02 * Number(kib));
		expect(row.residentBytes).toBeGreaterThan(150e6);
		expect(row.proportionalBytes).toBeGreaterThan(150e6);
		expect(row.proportionalBytes).toBeLessThanOrEqual(row.residentBytes ?? 0);
	});

	it("are as many as ps counts, but for those that come and go", async () => {
		const count = () =>
			spawnSync("ps", ["-e", "--no-headers", "-o", "pid"], { encoding: "utf8" }).stdout.trim().split("\n")
				.length - 1;
		const before = count();
		const { total, running } = await ask(collector(), "");
		const counts = [before, count()];
		expect(total).toBeGreaterThanOrEqual(Math.min(...counts) - 15);
		expect(total).toBeLessThanOrEqual(Math.max(...counts) + 15);
		expect(running).toBeGreaterThanOrEqual(1);
	});

	it("have the share that the kernel says they had meanwhile, first and later", async () => {
		const child = await start(
			"setInterval(() => { for (const end = Date.now() + 30; Date.now() < end; ); }, 60);" +
				"process.stdin.on('data', () => process.stdout.write(JSON.stringify(process.cpuUsage())))",
		);
		const of = collector();
		const first = (await ask(of, String(child.pid))).processes.find(({ pid }) => pid === child.pid);
		expect(first?.utilization).toBeGreaterThan(0.1);
		const before = { ms: performance.now(), usedMs: await askUsedMs(child) };
		await setTimeout(2_000);
		const reading = await of.collect({ time: 0, monotonicMs: 0 });
		const truth = ((await askUsedMs(child)) - before.usedMs) / (performance.now() - before.ms);
		const row = reading?.processes.find(({ pid }) => pid === child.pid);
		expect(truth).toBeGreaterThan(0.1);
		expect(Math.abs((row?.utilization ?? 0) - truth)).toBeLessThan(0.1);
	});

	it("do not show what they were started with", async () => {
		const child = await start("setInterval(() => {}, 1e6)", "--password=hunter2");
		const told = JSON.stringify([
			await ask(collector(), String(child.pid)),
			await ask(collector(), "hunter2"),
		]);
		expect(told).toContain(`"pid":${child.pid}`);
		expect(told).not.toContain("hunter2");
		const [row] = (await ask(collector(true), "hunter2")).processes;
		expect(row).toMatchObject({ pid: child.pid, command: expect.stringContaining("--password=hunter2") });
	});
});

/** What the kernel tells a process itself of the time that it had (getrusage(2)). */
async function askUsedMs(child: ChildProcess): Promise<number> {
	child.stdin?.write("?");
	const [answer] = await once(child.stdout as NonNullable<ChildProcess["stdout"]>, "data");
	const { user, system } = JSON.parse(String(answer));
	return (user + system) / 1_000;
}
