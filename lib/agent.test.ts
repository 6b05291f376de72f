import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";

// Below node_modules, so that the bundle finds the packages that are left out of it.
const cache = join(import.meta.dirname, "../node_modules/.cache");
let directory: string;
let program: string;
let child: ChildProcess;

beforeAll(async () => {
	mkdirSync(cache, { recursive: true });
	directory = mkdtempSync(join(cache, "agent-"));
	program = join(directory, "agent.mjs");
	await build({
		entryPoints: [join(import.meta.dirname, "agent.ts")],
		outfile: program,
		bundle: true,
		platform: "node",
		format: "esm",
		target: "node20",
		packages: "external",
		alias: { "@": join(import.meta.dirname, "..") },
	});
});

afterEach(() => {
	child?.kill("SIGKILL");
});

afterAll(() => {
	rmSync(directory, { recursive: true });
});

const start = (settings: unknown) => {
	child = fork(program, [JSON.stringify(settings)], { stdio: ["ignore", "ignore", "pipe", "ipc"] });
	let errors = "";
	child.stderr?.on("data", (chunk) => {
		errors += chunk;
	});
	return { exit: once(child, "exit"), errors: () => errors };
};

it("ends when the server that started it is gone", async () => {
	const { exit } = start({ intervalMs: 250 });
	await once(child, "message");
	child.disconnect();
	expect(await exit).toEqual([0, null]);
});

it("ends even while a dead mount holds one of its threads", async () => {
	// Reading where nobody writes blocks a thread of Node's pool, just as a dead mount does.
	const hang = 'import("node:fs").then((fs) => fs.read(0, () => {}));';
	child = fork(program, [JSON.stringify({ intervalMs: 250 })], {
		execArgv: ["--import", `data:text/javascript,${encodeURIComponent(hang)}`],
		stdio: ["pipe", "ignore", "ignore", "ipc"],
	});
	const exit = once(child, "exit");
	await once(child, "message");
	child.disconnect();
	expect(await exit).toEqual([null, "SIGKILL"]);
});

it("says in one line what is wrong with its settings, and ends with an error", async () => {
	for (const [settings, problem] of [
		[{ intervalMs: "fast" }, "intervalMs: expected 250, 500 or a multiple of 1000, got fast"],
		[{ intervalMs: 1_000, procRoot: "proc" }, 'procRoot: expected an absolute path, got "proc"'],
	] as const) {
		const { exit, errors } = start(settings);
		expect(await exit).toEqual([1, null]);
		expect(errors()).toContain(problem);
		expect(errors().trim().split("\n")).toHaveLength(1);
	}
});

it("leaves the terminal's interrupt to the server, and ends when told to", async () => {
	const { exit } = start({ intervalMs: 250 });
	await once(child, "message");
	child.kill("SIGINT");
	await once(child, "message");
	child.kill("SIGTERM");
	expect(await exit).toEqual([0, null]);
});

it("answers for the processes, and tells of them by itself, both without their arguments", async () => {
	const { errors } = start({ intervalMs: 250 });
	const heard: {
		subject?: string;
		answer?: number;
		data: { processes?: object[]; events?: { process?: object } };
	}[] = [];
	child.on("message", (message) => heard.push(message as never));
	await once(child, "message");
	child.send({
		subject: "processes",
		data: { search: String(child.pid), sort: "pid", order: "asc", limit: 5 },
		request: 1,
	});
	const isOver = () =>
		heard.some(({ answer }) => answer === 1) && heard.some(({ data }) => data.events?.process);
	while (!isOver()) await once(child, "message");
	const answer = heard.find(({ answer }) => answer === 1);
	expect(answer?.data.processes).toContainEqual(expect.objectContaining({ pid: child.pid }));
	expect(JSON.stringify(heard)).not.toContain("agent.mjs");
	expect(errors()).toBe("");
});

it("tells rates in its first snapshot already, at a full step of the clock", async () => {
	start({ intervalMs: 250 });
	const [{ subject, data }] = await once(child, "message");
	expect(subject).toBe("snapshot");
	expect(data.time % 250).toBe(0);
	if (process.platform === "linux") {
		expect(data.events.cpu.utilization).toBeGreaterThanOrEqual(0);
		expect(data.events.cpu).not.toHaveProperty("missing");
	}
});
