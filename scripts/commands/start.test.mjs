// @ts-check
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { ROOT } from "../project.mjs";

/** @param {Record<string, string>} env */
function start(env) {
	return spawnSync(process.execPath, ["scripts/run.mjs", "start"], {
		cwd: ROOT,
		env: { ...process.env, ...env },
		encoding: "utf8",
		timeout: 10_000,
	});
}

// These must fail before anything is installed or built, which is also what makes them quick.

test("a taken port ends the start with one sentence", async () => {
	const taken = createServer();
	await new Promise((resolve) => taken.listen(0, "127.0.0.1", () => resolve(null)));
	const { port } = /** @type {import("node:net").AddressInfo} */ (taken.address());
	const { status, stdout, stderr } = start({ PORT: String(port), HOST: "" });
	taken.close();
	expect(stderr.trim()).toBe(
		`Port ${port} on 127.0.0.1 is in use. Stop what uses it, or start on another port: PORT=${port + 1} npm start`,
	);
	expect(stdout).toBe("");
	expect(status).toBe(1);
});

test("a PORT that is none ends the start with what came", () => {
	const { status, stderr } = start({ PORT: "web" });
	expect(stderr.trim()).toBe('PORT: expected a whole number from 0 to 65535, got "web"');
	expect(status).toBe(1);
});

test("an unknown command names the known ones", () => {
	const { status, stderr } = spawnSync(process.execPath, ["scripts/run.mjs", "stat"], {
		cwd: ROOT,
		encoding: "utf8",
	});
	expect(stderr.trim()).toBe(
		'Expected one of start, build, dev, backup, check, test, bench, conformance, oracle, got "stat".',
	);
	expect(status).toBe(1);
});
