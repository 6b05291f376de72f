import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, it } from "vitest";

let directory: string;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-hang-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

// As a thread does whose disk does not answer: no request of Node's reaches it. It ends by itself, after the test.
const hung = 'require("node:child_process").spawnSync("sleep", ["12"])';

it("ends though the disk hangs for longer than anybody waits", async () => {
	const outfile = join(directory, "program.mjs");
	const program = `
		import { Worker } from "node:worker_threads";
		import { Disk } from "@/lib/history/disk";
		const nothing = () => {};
		const disk = new Disk({
			options: {},
			start: () => new Worker(${JSON.stringify(hung)}, { eval: true }),
			log: { info: nothing, warn: nothing, error: nothing },
			onOpened: nothing, onKept: nothing, onNoted: nothing, onRefused: nothing,
		});
		setTimeout(() => { disk.close(); process.exit(0); }, 500);`;
	await build({
		stdin: { contents: program, resolveDir: process.cwd(), loader: "ts" },
		...{ outfile, bundle: true, format: "esm", platform: "node", alias: { "@": process.cwd() } },
	});
	const started = Date.now();
	await new Promise((resolve) => spawn(process.execPath, [outfile], { stdio: "ignore" }).on("exit", resolve));
	expect(Date.now() - started).toBeLessThan(8_000);
}, 20_000);
