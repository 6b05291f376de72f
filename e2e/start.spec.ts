import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "./fixtures/test";

test("the printed address is a page that answers, and the server ends while a browser is connected", async ({
	page,
	start,
}) => {
	const server = await start();
	const response = await page.goto(server.url);
	expect(response?.status()).toBe(200);
	await expect(page).toHaveTitle(/Hostbeat/);
	const asked = Date.now();
	server.kill("SIGTERM");
	await server.exited;
	// Chromium holds connections open on which it has never asked anything.
	expect(Date.now() - asked).toBeLessThan(2_000);
	await expect(fetch(server.url)).rejects.toThrow();
});

test("wrong settings are all said at once, before anything listens", () => {
	const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/run.mjs", "start"], {
		cwd: join(import.meta.dirname, ".."),
		env: { ...process.env, PORT: "web", HOSTBEAT_INTERVAL_MS: "fast", HOSTBEAT_PASSWORD: "short" },
		encoding: "utf8",
	});
	expect(stderr).toMatch(
		/^\nPORT: expected .*\nHOSTBEAT_INTERVAL_MS: expected .*\nHOSTBEAT_PASSWORD: expected 12 to 1024 characters on one line, got 5 on 1\n$/,
	);
	expect(stdout, "nothing of Next's").toBe("");
	expect(status).toBe(1);
});
