import { join } from "node:path";
import { type Finding, isKept } from "../scripts/scale/judge.mjs";
import { Child } from "./fixtures/child";
import { expect, test } from "./fixtures/test";

const root = join(import.meta.dirname, "..");

test("300 processes, 50 mounts and 30 interfaces delay no tick, and leave the events small", async () => {
	const proof = new Child(process.execPath, ["scripts/prove-scale.mjs", "--short", "--json"], {
		cwd: root,
		env: process.env,
	});
	const said = await proof.said(/^(\{"(?:findings|skipped)":.*\})$/m, 55_000);
	await proof.stop();
	const { findings, skipped }: { findings: Finding[]; skipped?: string } = JSON.parse(said);
	test.skip(skipped !== undefined, skipped);
	expect(findings.filter((finding) => !isKept(finding))).toEqual([]);
	expect(findings.length).toBeGreaterThan(10);
});
