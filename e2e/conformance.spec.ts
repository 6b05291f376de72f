import { formatReport, formatResult, runConformance } from "../scripts/conformance/run.mjs";
import { expect, test } from "./fixtures/test";

const origin = "https://listed.example";

test("the server keeps every rule of the conformance suite", async ({ start }) => {
	test.setTimeout(120_000);
	const server = await start({ env: { HOSTBEAT_CORS_ORIGINS: origin } });
	const lines: string[] = [];
	const note = (result: Parameters<typeof formatResult>[0]) => lines.push(formatResult(result));
	const report = await runConformance(server.url, { direct: true, origin }, note);
	console.log(`    ${formatReport(report)}`);
	expect(lines.filter((line) => line.startsWith("FAIL"))).toEqual([]);
	expect(lines.filter((line) => line.startsWith("skip")).length, lines.join("\n")).toBeLessThanOrEqual(1);
	expect(server.output).not.toMatch(/error|failed|unhandled/i);
});
