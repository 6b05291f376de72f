import { join } from "node:path";
import type { Row } from "../scripts/oracle/rows.mjs";
import { Child } from "./fixtures/child";
import { expect, test } from "./fixtures/test";

const root = join(import.meta.dirname, "..");
/** Of what is compared without a disk, an interface or a program that a machine may lack. */
const certain = ["cpu.utilization", "memory.usedBytes", "filesystem./ used", "load.one", "process.total"];

test("the numbers are those that free, df, ps and the kernel's own files give for the same time", async () => {
	const oracle = new Child(process.execPath, ["scripts/run.mjs", "oracle", "--short", "--json"], {
		cwd: root,
		env: process.env,
	});
	const { rows }: { rows: Row[] } = JSON.parse(await oracle.said(/^(\{"rows":.*\})$/m, 50_000));
	await oracle.stop();
	for (const row of rows) {
		if ("skipped" in row) console.log(`    NOT COMPARED: ${row.metric}: ${row.skipped}`);
	}
	const compared = rows.filter((row) => "ok" in row && row.ok).map(({ metric }) => metric.split(",")[0]);
	expect(rows.filter((row) => "broken" in row || ("ok" in row && !row.ok))).toEqual([]);
	expect(compared).toEqual(expect.arrayContaining(certain));
});
