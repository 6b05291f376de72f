// @ts-check
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "../project.mjs";

const rooms = [
	'export * from "@/lib/history/disk-history";',
	'export * from "@/lib/history/answers";',
	'export * from "@/lib/history/tiers";',
];

/**
 * The rooms of the history as the sources have them, for a program that is no part of the server.
 * @returns {Promise<typeof import("../../lib/history/disk-history") & typeof import("../../lib/history/answers") & typeof import("../../lib/history/tiers")>}
 */
export async function loadHistory() {
	// Within the clone, where it finds its packages; by process, as several may do so at once.
	const outfile = join(ROOT, ".hostbeat", "history", `${process.pid}.mjs`);
	await build({
		absWorkingDir: ROOT,
		stdin: { contents: rooms.join("\n"), resolveDir: ROOT, loader: "ts" },
		outfile,
		bundle: true,
		format: "esm",
		platform: "node",
		target: "node20",
		packages: "external",
		alias: { "@": ROOT },
	});
	try {
		return await import(pathToFileURL(outfile).href);
	} finally {
		rmSync(outfile, { force: true });
	}
}
