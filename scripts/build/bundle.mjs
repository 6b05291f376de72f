// @ts-check
import { build } from "esbuild";
import { ROOT } from "../project.mjs";

// What runs outside Next needs a bundle of its own: the sampler's process, and the check of the settings before a start.
await build({
	absWorkingDir: ROOT,
	entryPoints: [
		{ in: "lib/agent.ts", out: "agent" },
		{ in: "lib/config.ts", out: "config" },
		{ in: "lib/front.ts", out: "front" },
		{ in: "lib/history/disk-thread.ts", out: "disk-thread" },
		{ in: "lib/history/backup.ts", out: "backup" },
	],
	outdir: "dist",
	outExtension: { ".js": ".mjs" },
	bundle: true,
	format: "esm",
	platform: "node",
	target: "node20",
	packages: "external",
	alias: { "@": ROOT },
	logLevel: "info",
});
