// @ts-check
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "../project.mjs";

/** @type {import("esbuild").BuildOptions} */
const common = {
	absWorkingDir: ROOT,
	outdir: "dist",
	outExtension: { ".js": ".mjs" },
	bundle: true,
	format: "esm",
	platform: "node",
	target: "node20",
	packages: "external",
	alias: { "@": ROOT },
	logLevel: "info",
};

// What runs outside Next needs a bundle of its own: the sampler's process, and the check of the settings before a start.
await build({
	...common,
	entryPoints: [
		{ in: "lib/agent.ts", out: "agent" },
		{ in: "lib/config.ts", out: "config" },
		{ in: "lib/front.ts", out: "front" },
		{ in: "lib/history/disk-thread.ts", out: "disk-thread" },
		{ in: "lib/history/backup.ts", out: "backup" },
		{ in: "lib/jobs/host/host.ts", out: "job-host" },
	],
});

// In parts, as otherwise each built-in task would load the packages of all of them.
rmSync(join(ROOT, "dist/job-task"), { recursive: true, force: true });
await build({
	...common,
	entryPoints: [{ in: "lib/jobs/host/task.ts", out: "job-task" }],
	splitting: true,
	chunkNames: "job-task/[name]-[hash]",
});
