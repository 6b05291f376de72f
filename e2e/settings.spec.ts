import type { Browser, Page } from "@playwright/test";
import { expectLive } from "./fixtures/page";
import { adminPassword, door, enter, listenForTrouble } from "./fixtures/sign-in";
import { expect, test } from "./fixtures/test";

const withPassword = { HOSTBEAT_PASSWORD: adminPassword };
const part = (page: Page, name: string) => page.getByRole("region", { name });

async function openSettings(page: Page, url: string, password = adminPassword): Promise<void> {
	await page.goto(`${url}/settings`);
	await enter(page, password);
	await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
}

/** Another person's browser. */
const onLinux =
	"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

async function openElsewhere(browser: Browser, url: string): Promise<Page> {
	const context = await browser.newContext({ userAgent: onLinux });
	const page = await context.newPage();
	await page.goto(url);
	await enter(page, adminPassword);
	await expectLive(page);
	return page;
}

test("a token is shown once, works for what it may, and no more once it is revoked", async ({
	page,
	start,
}) => {
	const server = await start({ env: withPassword });
	const wrong = await listenForTrouble(page);
	await openSettings(page, server.url);
	const tokens = part(page, "Tokens");
	await tokens.getByLabel("What it is for").fill("backup script");
	await tokens.getByRole("button", { name: "Make the token" }).click();
	await expect(
		tokens.getByText("This is the token “backup script”. Copy it now: it is not shown again."),
	).toBeVisible();
	const token = await tokens.getByRole("textbox", { name: "Token" }).inputValue();
	expect(token).toMatch(/^hostbeat_/);
	await expect(tokens.getByRole("textbox", { name: "To try it" })).toHaveValue(
		`curl -H "Authorization: Bearer ${token}" ${server.url}/api/snapshot`,
	);
	await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
	await tokens.getByRole("button", { name: "Copy: Token" }).click();
	await expect(tokens.getByText("Copied.")).toBeVisible();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);

	const askWith = async (path: string) =>
		(await fetch(`${server.url}${path}`, { headers: { Authorization: `Bearer ${token}` } })).status;
	expect(await askWith("/api/snapshot")).toBe(200);
	expect(await askWith("/api/tokens"), "it reads, and no more").toBe(403);

	await tokens.getByRole("button", { name: "I have copied it" }).click();
	await page.reload();
	await expect(tokens.getByText("backup script")).toBeVisible();
	await expect(tokens.getByText("last used just now from 127.0.0.1")).toBeVisible();
	await expect(tokens.getByText("ends in 90 d")).toBeVisible();
	expect(await page.content()).not.toContain(token);

	await tokens.getByRole("button", { name: "Revoke the token backup script" }).click();
	await expect(tokens.getByRole("status")).toContainText([
		"Revoked: backup script. It opens nothing any more.",
	]);
	await expect(tokens.getByText("There are no tokens.")).toBeVisible();
	expect(await askWith("/api/snapshot")).toBe(401);
	await expect(part(page, "What happened")).toContainText(
		"admin revoked the token “backup script” from 127.0.0.1",
	);
	expect(wrong).toEqual([]);
});

test("a session is ended from elsewhere, and all at once after being asked", async ({
	page,
	browser,
	start,
}) => {
	const server = await start({ env: withPassword });
	await openSettings(page, server.url);
	const other = await openElsewhere(browser, server.url);
	await page.reload();
	const sessions = part(page, "Signed in");
	await expect(sessions.getByRole("listitem")).toHaveCount(2);
	await expect(sessions.getByRole("listitem").first()).toContainText("Chrome on Windows as admin this one");
	await sessions.getByRole("button", { name: "End the session: Chrome on Linux" }).click();
	await expect(sessions.getByRole("status")).toHaveText("Ended: Chrome on Linux. Its pages stop at once.");
	await expect(sessions.getByRole("status")).toBeFocused();
	await expect(sessions.getByRole("listitem")).toHaveCount(1);
	await other.reload();
	await enter(other, adminPassword);
	await expectLive(other);

	await sessions.getByRole("button", { name: "Sign out everywhere" }).click();
	await sessions.getByRole("button", { name: "Cancel" }).click();
	await sessions.getByRole("button", { name: "Sign out everywhere" }).click();
	await expect(sessions.getByText("Every session ends at once, this one too.")).toBeVisible();
	await sessions.getByRole("button", { name: "Sign out everywhere now" }).click();
	await expect(door(page).said).toHaveText("You are signed out.");
	await other.reload();
	await expect(door(other).heading).toBeVisible();
	await other.context().close();
});

test("where something cannot be done, it says why and what was typed stays", async ({
	page,
	browser,
	start,
}) => {
	const server = await start({ env: withPassword });
	await openSettings(page, server.url);
	const tokens = part(page, "Tokens");
	await tokens.getByLabel("What it is for").fill("backup script");
	await page.context().setOffline(true);
	await tokens.getByRole("button", { name: "Make the token" }).click();
	await expect(
		tokens.getByText("The server does not answer. Nothing that you see here was lost; try again."),
	).toBeVisible();
	await expect(tokens.getByLabel("What it is for")).toHaveValue("backup script");
	await page.context().setOffline(false);

	const other = await openElsewhere(browser, server.url);
	await other.getByRole("link", { name: "Settings" }).click();
	await part(other, "Signed in")
		.getByRole("button", { name: /^End the session/ })
		.click();
	await expect(part(other, "Signed in").getByRole("status")).toContainText("Ended");
	await other.context().close();
	await tokens.getByRole("button", { name: "Make the token" }).click();
	await expect(tokens.getByText("Your session has ended.")).toBeVisible();
	await expect(tokens.getByLabel("What it is for")).toHaveValue("backup script");
	await tokens.getByRole("link", { name: "Sign in again" }).click();
	await expect(door(page).said).toHaveText("Your session has ended.");
	await enter(page, adminPassword);
	await expect(page).toHaveURL(`${server.url}/settings`);
});

test("the password is changed by who knows it, and what the environment sets is changed there", async ({
	page,
	start,
}) => {
	const first = await start({ env: { HOST: "0.0.0.0" } });
	const made = await first.said(/with the password (\S+)/, 1_000);
	const url = `http://127.0.0.1:${first.port}`;
	await openSettings(page, url, made);
	const password = part(page, "Password");
	const [current, changed] = [
		password.getByLabel("Current password", { exact: true }),
		password.getByLabel("New password", { exact: true }),
	];
	await expect(current).toHaveAttribute("autocomplete", "current-password");
	await expect(changed).toHaveAttribute("autocomplete", "new-password");
	await current.fill("not the password");
	await changed.fill(adminPassword);
	await password.getByRole("button", { name: "Change the password" }).click();
	await expect(password.getByRole("status")).toHaveText("This is not the current password.");
	await expect(current).toBeFocused();
	await expect(changed).toHaveValue(adminPassword);
	await current.fill(made);
	await password.getByRole("button", { name: "Change the password" }).click();
	await expect(password.getByRole("status")).toContainText("The password is changed.");
	await page.context().clearCookies();
	await openSettings(page, url);
	await expect(part(page, "What happened")).toContainText("admin changed the password");
	await first.stop();

	const second = await start({ env: { ...withPassword, HOST: "0.0.0.0" }, port: first.port });
	await page.context().clearCookies();
	await openSettings(page, `http://127.0.0.1:${second.port}`);
	await expect(part(page, "Password")).toContainText(
		"It is set where the server starts, by HOSTBEAT_PASSWORD",
	);
});
