// @ts-check
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "./project.mjs";

/** @type {[from: string, imports: string][]} */
const forbidden = [
	["app/page.tsx", "@/lib/history/sqlite"],
	["app/page.tsx", "@/lib/live/store"],
	["app/api/jobs/route.ts", "../../../lib/jobs/runner"],
	["app/page.tsx", "@/lib/config"],
	["components/panels/cpu-panel.tsx", "@/lib/server"],
	["components/panels/cpu-panel.tsx", "@/lib/api/stream"],
	["components/panels/cpu-panel.tsx", "@/lib/metrics/sampler"],
	["components/panels/cpu-panel.tsx", "../../lib/metrics/sampler"],
	["components/panels/cpu-panel.tsx", "@/lib/config"],
	["components/panels/cpu-panel.tsx", "recharts"],
	["components/charts/time-chart.tsx", "@/lib/log"],
	["lib/metrics/sampler.ts", "@/lib/history/sqlite"],
	["lib/metrics/sampler.ts", "../history/sqlite"],
	["lib/metrics/sampler.ts", "@/lib/server"],
	["lib/metrics/sampler.ts", "@/components/window"],
	["lib/metrics/sampler.ts", "systeminformation"],
	["lib/metrics/collectors/cpu.ts", "../../history/sqlite"],
	["lib/history/sqlite.ts", "@/lib/jobs/store"],
	["lib/history/memory.ts", "@photostructure/sqlite"],
	["lib/jobs/runner.ts", "@/lib/sse/hub"],
	["lib/fleet/local.ts", "@nats-io/transport-node"],
	["lib/access/session.ts", "@/lib/config"],
	["lib/guard/guard.ts", "@/lib/access/client"],
	["lib/guard/guard.ts", "../access/client"],
	["lib/live/store.ts", "@/lib/metrics/sampler"],
	["lib/live/store.ts", "@/lib/log"],
	["lib/live/store.ts", "@/lib/state"],
	["lib/state.ts", "./history/memory"],
	["lib/sse/hub.ts", "@/lib/metrics/types"],
	["lib/sse/hub.ts", "@/lib/api/stream"],
	["lib/history/memory.ts", "../api/history"],
	["lib/api/stream.ts", "@/lib/live/store"],
	["lib/api/stream.ts", "../live/store"],
	["lib/state.ts", "./api/history"],
	["lib/format.ts", "@/lib/metrics/sampler"],
	["lib/format.ts", "./metrics/sampler"],
	["lib/format.ts", "./server"],
	["lib/server.ts", "@/lib/live/store"],
	["lib/server.ts", "./live/store"],
	["lib/server.ts", "@/components/window"],
	["lib/agent.ts", "@/lib/sse/hub"],
	["lib/agent.ts", "@/lib/access/session"],
];

/** @type {[from: string, imports: string][]} */
const allowed = [
	["app/page.tsx", "@/components/dashboard"],
	["app/page.tsx", "@/lib/server"],
	["app/layout.tsx", "./globals.css"],
	["app/api/stream/route.ts", "@/lib/http"],
	["app/api/stream/route.ts", "@/lib/api/stream"],
	["lib/api/stream.ts", "@/lib/server"],
	["lib/api/history.ts", "@/lib/history/busiest"],
	["app/api/stream/route.ts", "@/lib/metrics/types"],
	["components/panels/cpu-panel.tsx", "../charts/time-chart"],
	["components/panels/cpu-panel.tsx", "@/lib/live/store"],
	["components/panels/cpu-panel.tsx", "@/lib/format"],
	["components/panels/cpu-panel.tsx", "@/lib/metrics/types"],
	["components/charts/time-chart.tsx", "recharts"],
	["lib/metrics/sampler.ts", "./collectors/cpu"],
	["lib/metrics/sampler.ts", "@/lib/ring-buffer"],
	["lib/metrics/sampler.ts", "@/lib/fleet/types"],
	["lib/metrics/collectors/cpu.ts", "../rate"],
	["lib/metrics/collectors/cpu.ts", "systeminformation"],
	["lib/history/sqlite.ts", "@photostructure/sqlite"],
	["lib/fleet/nats.ts", "@nats-io/transport-node"],
	["lib/live/store.ts", "@/lib/history/types"],
	["lib/sse/hub.ts", "@/lib/ring-buffer"],
	["lib/format.ts", "./metrics/types"],
	["lib/state.ts", "./history/types"],
	["lib/server.ts", "@/lib/history/sqlite"],
	["lib/server.ts", "@/lib/live/types"],
	["lib/agent.ts", "@/lib/metrics/sampler"],
	["lib/metrics/sampler.test.ts", "@/lib/history/memory"],
];

const directory = mkdtempSync(join(tmpdir(), "hostbeat-floors-"));

/** The lines of each file: one import on each. @type {Map<string, string[]>} */
const files = new Map();

/** Where Biome found an import on the wrong floor, as "file:line". @type {string[]} */
let found = [];

beforeAll(() => {
	for (const [from, imports] of [...forbidden, ...allowed]) {
		files.set(from, [...(files.get(from) ?? []), `import "${imports}";`]);
	}
	files.set("lib/jobs/store.ts", ["export const environment = process.env;"]);
	files.set("lib/config.ts", ["export const environment = process.env;"]);
	for (const [file, lines] of files) {
		mkdirSync(dirname(join(directory, file)), { recursive: true });
		writeFileSync(join(directory, file), lines.join("\n"));
	}
	copyFileSync(join(ROOT, "biome.json"), join(directory, "biome.json"));
	writeFileSync(join(directory, ".gitignore"), "node_modules/\n");
	const biome = join(ROOT, "node_modules/@biomejs/biome/bin/biome");
	const args = [biome, "lint", "--reporter=json", "--max-diagnostics=none", "."];
	const { stdout } = spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
	/** @type {{ diagnostics: { category: string, location: { path: string, start: { line: number } } }[] }} */
	const { diagnostics } = JSON.parse(stdout);
	found = diagnostics
		.filter(({ category }) => /noRestrictedImports|noProcessEnv/.test(category))
		.map(({ location }) => `${location.path}:${location.start.line}`);
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/**
 * @param {string} from
 * @param {string} imports
 */
function place(from, imports) {
	return `${from}:${(files.get(from) ?? []).indexOf(`import "${imports}";`) + 1}`;
}

test.each(forbidden)("%s may not import %s", (from, imports) => {
	expect(found).toContain(place(from, imports));
});

test.each(allowed)("%s may import %s", (from, imports) => {
	expect(found).not.toContain(place(from, imports));
});

test("only the configuration reads the environment", () => {
	expect(found).toContain("lib/jobs/store.ts:1");
	expect(found).not.toContain("lib/config.ts:1");
});
