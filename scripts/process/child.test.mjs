// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { ROOT } from "../project.mjs";
import { runNode, runProgram } from "./child.mjs";
import { readProcess } from "./family.mjs";

/** A command of ours whose child prints its own pid and would run for a minute. */
const command = `
	import { runNode } from "./scripts/process/child.mjs";
	await runNode(["-e", "console.log(process.pid); setTimeout(() => {}, 60_000)"], { show: true });
`;

async function startCommand() {
	const ours = spawn(process.execPath, ["--input-type=module", "-e", command], { cwd: ROOT });
	const [line] = await once(createInterface(ours.stdout), "line");
	return { ours, child: Number(line) };
}

/** @param {number} pid */
async function gone(pid) {
	await expect.poll(() => readProcess(pid), { timeout: 5_000 }).toBeNull();
}

test.runIf(process.platform === "linux")("a child does not outlive a command that is killed", async () => {
	const { ours, child } = await startCommand();
	ours.kill("SIGKILL");
	await gone(child);
});

test.runIf(process.platform === "linux")(
	"SIGTERM ends the child first, and the exit code tells",
	async () => {
		const { ours, child } = await startCommand();
		ours.kill("SIGTERM");
		const [code] = await once(ours, "exit");
		expect(code).toBe(143);
		await gone(child);
	},
);

test("the child's own children and threads are free of the pipe that holds the child", async () => {
	const family = `
		const { spawn } = require("node:child_process");
		const { Worker } = require("node:worker_threads");
		const later = "setTimeout(() => console.log('alive'), 300)";
		new Worker(later, { eval: true });
		spawn(process.execPath, [...process.execArgv.slice(0, 2), "-e", later], { stdio: ["ignore", "inherit", "inherit"] });
	`;
	const ended = await runNode(["-e", family]);
	expect(ended).toEqual({ code: 0, signal: null, output: "alive\nalive\n" });
});

test("a child that hangs is ended with what it had said", async () => {
	const ended = await runNode(["-e", "console.log('first'); setInterval(() => {}, 1_000)"], {
		limitMs: 1_000,
	});
	expect(ended).toEqual({ code: null, signal: "SIGTERM", output: "first\n" });
});

test("what a child says is kept, and its exit code with it", async () => {
	const ended = await runNode(["-e", "console.log('out'); console.error('err'); process.exit(3)"]);
	expect(ended.code).toBe(3);
	expect(ended.output).toContain("out\n");
	expect(ended.output).toContain("err\n");
});

test("a program that is not there is an error, not an exit code", async () => {
	await expect(runProgram("hostbeat-has-no-such-program", [])).rejects.toMatchObject({ code: "ENOENT" });
});
