import { passwords, scan } from "../scripts/scan/run.mjs";
import { expect, test } from "./fixtures/test";

const env = { HOSTBEAT_PASSWORD: passwords.admin, HOSTBEAT_VIEWER_PASSWORD: passwords.viewer };

test("what scanners and attackers try gets the documented answers, to a stranger and to an admin", async ({
	start,
}) => {
	test.setTimeout(120_000);
	const server = await start({ env });
	const { asked, findings } = await scan(server.port);
	expect(findings).toEqual([]);
	expect(asked).toBeGreaterThan(500);
	const health = await server.health();
	expect(health.status).toBe("ok");
	expect(server.output).not.toMatch(/unhandled|TypeError|ReferenceError/i);
});

test("no page breaks its own policy: neither the dashboard with all its charts nor the page to sign in at", async ({
	start,
	page,
}) => {
	const server = await start({ env });
	await page.addInitScript(() => {
		addEventListener("securitypolicyviolation", (event) =>
			console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
		);
	});
	const said: string[] = [];
	page.on("console", (message) => {
		if (message.type() === "error" && /policy/i.test(message.text())) said.push(message.text());
	});
	await page.goto(`${server.url}/login`);
	await page.evaluate(
		(body) =>
			fetch("/api/sign-in", { method: "POST", headers: { "Content-Type": "application/json" }, body }),
		JSON.stringify({ account: "admin", password: passwords.admin }),
	);
	await page.goto(server.url);
	const charts = page.getByRole("main").getByRole("figure");
	await expect(charts.filter({ has: page.getByText("Last readings") })).toHaveCount(await charts.count(), {
		timeout: 15_000,
	});
	await charts.first().hover();
	expect(said).toEqual([]);
	// And that it would have been heard: what a page elsewhere could put in.
	await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<p style="color: red">'));
	await expect.poll(() => said.join("\n")).toContain("style-src-attr inline");
});
