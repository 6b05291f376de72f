import { networkInterfaces } from "node:os";
import type { Page } from "@playwright/test";
import { findViolations } from "./fixtures/axe";
import { expectLive, look } from "./fixtures/page";
import {
	adminPassword,
	bothAccounts,
	door,
	enter,
	listenForTrouble,
	viewerPassword,
} from "./fixtures/sign-in";
import { expect, test } from "./fixtures/test";

const withPassword = { HOSTBEAT_PASSWORD: adminPassword };
const made = /with the password (\w{5}(?:-\w{5}){3})/;

test("who starts it for the network finds the password in the output, once, and it still works later", async ({
	page,
	start,
}) => {
	const first = await start({ env: { HOST: "0.0.0.0" } });
	const password = await first.said(made, 1_000);
	const url = `http://127.0.0.1:${first.port}`;
	await page.goto(url);
	await expect(
		page.getByText("A password was printed to the server’s output when it first started"),
	).toBeVisible();
	await enter(page, password);
	await expectLive(page);
	await first.stop();

	const second = await start({ env: { HOST: "0.0.0.0" }, port: first.port });
	await page.context().clearCookies();
	await page.goto(url);
	await enter(page, password);
	await expectLive(page);
	expect(second.output).not.toMatch(made);
	expect(second.output).not.toContain(password);
});

test.describe("what one types", () => {
	test("five wrong passwords have to be waited for, which the page counts down; the right one then works", async ({
		page,
		start,
	}) => {
		const server = await start({ env: withPassword });
		const wrong = await listenForTrouble(page);
		await page.goto(server.url);
		const place = await door(page).password.boundingBox();
		await enter(page, "not the password");
		await expect(door(page).said).toHaveText("That is not the password of this account.");
		await expect(page).toHaveTitle("Wrong password · Sign in · Hostbeat");
		await expect(door(page).password).toBeFocused();
		await expect(door(page).password).toHaveAccessibleDescription(
			"That is not the password of this account.",
		);
		await expect(door(page).password).toHaveValue("");
		expect(await door(page).password.boundingBox(), "nothing moves when it says so").toEqual(place);

		const waits = page.getByText(/^Too many attempts\. Try again in \d+ s\.$/).first();
		for (let tries = 1; tries < 8 && !(await waits.isVisible()); tries++) {
			await enter(page, "not the password");
			await page.waitForURL(/failed=/);
		}
		await expect(waits).toBeVisible();
		await expect(page).toHaveTitle("Too many attempts · Sign in · Hostbeat");
		await expect(door(page).said.getByRole("status")).toHaveText(/^Too many attempts/);
		await expect(door(page).said.getByRole("status")).toHaveText("You can try again now.", {
			timeout: 20_000,
		});
		await enter(page, adminPassword);
		await expectLive(page);
		expect(wrong).toEqual([]);
	});

	test("is led on to the page that was asked for, and never elsewhere", async ({ page, start }) => {
		const server = await start({ env: withPassword });
		await page.goto(`${server.url}/settings`);
		await enter(page, adminPassword);
		await expect(page).toHaveURL(`${server.url}/settings`);
		await page.goto(`${server.url}/login?next=/settings`);
		await expect(page, "who is signed in already").toHaveURL(`${server.url}/settings`);
		for (const next of [
			"//elsewhere.example/",
			"/.//elsewhere.example/",
			"/\\elsewhere.example",
			"https://elsewhere.example/",
			"/login?next=/login",
		]) {
			await page.context().clearCookies();
			await page.goto(`${server.url}/login?${new URLSearchParams({ next })}`);
			await enter(page, adminPassword);
			await page.waitForURL((url) => url.pathname !== "/login" && url.pathname !== "/api/sign-in");
			expect(new URL(page.url()).origin, next).toBe(server.url);
		}
		const html = await (
			await fetch(`${server.url}/login?next=/%22%3E%3Cscript%3Ealert(1)%3C/script%3E`)
		).text();
		expect(html).not.toContain("<script>alert");
	});

	test("can be shown, and is hidden again before it is sent", async ({ page, start }) => {
		const server = await start({ env: withPassword });
		await page.goto(server.url);
		await door(page).password.fill(adminPassword);
		await page.getByRole("button", { name: "Show password" }).click();
		await expect(door(page).password).toHaveAttribute("type", "text");
		await expect(door(page).password).toHaveValue(adminPassword);
		await page.getByRole("button", { name: "Hide password" }).click();
		await expect(door(page).password).toHaveAttribute("type", "password");
		await page.getByRole("button", { name: "Show password" }).click();
		await page.evaluate(() =>
			document.querySelector("form")?.addEventListener("submit", (event) => {
				event.preventDefault();
				document.title = `sent as ${document.querySelector<HTMLInputElement>("#password")?.type}`;
			}),
		);
		await door(page).submit.click();
		await expect(page).toHaveTitle("sent as password");
	});

	for (const [name, env, username] of [
		["one account", withPassword, "admin"],
		["two accounts", bothAccounts, "viewer"],
	] as const) {
		test(`may come from a password manager: ${name}`, async ({ page, start }) => {
			const server = await start({ env });
			await page.goto(server.url);
			// As managers do: by the tokens of autocomplete, past React, with the events that typing would have.
			await page.evaluate(
				([username, password]) => {
					const find = (token: string) =>
						[...document.querySelectorAll<HTMLInputElement>("form input")].filter(
							(input) => input.autocomplete === token && input.checkVisibility(),
						);
					const fill = (inputs: HTMLInputElement[], value: string) => {
						const [input] = inputs;
						if (!input || inputs.length > 1) throw new Error(`${inputs.length} fields for one value`);
						const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value") ?? {};
						set?.call(input, value);
						for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
						return input;
					};
					fill(find("username"), username);
					fill(find("current-password"), password).form?.requestSubmit();
				},
				[username, username === "admin" ? adminPassword : viewerPassword] as const,
			);
			await expectLive(page);
			await expect(page.getByRole("navigation", { name: "Account" })).toContainText(username);
		});
	}
});

test.describe("with scripts off", () => {
	test.use({ javaScriptEnabled: false });

	test("one signs in, sees why it failed, and signs out", async ({ page, start }) => {
		const server = await start({ env: withPassword });
		await page.goto(`${server.url}/settings`);
		await expect(page.getByRole("button", { name: "Show password" })).toBeHidden();
		await enter(page, "not the password");
		await expect(door(page).said).toHaveText("That is not the password of this account.");
		await enter(page, adminPassword);
		await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
		await expect(page.getByText("this one")).toBeVisible();
		await expect(page.getByText("To change anything here, this browser has to run scripts.")).toBeVisible();
		await expect(page.getByRole("button", { name: "Make the token" })).toBeHidden();
		await page.getByRole("link", { name: "Hostbeat" }).click();
		await page.getByRole("button", { name: "Sign out" }).click();
		await expect(door(page).said).toHaveText("You are signed out.");
		await page.goto(server.url);
		await expect(door(page).heading).toBeVisible();
	});
});

test("signing out in the header ends it, and the way back shows nothing live", async ({ page, start }) => {
	const server = await start({ env: withPassword });
	await page.goto(server.url);
	await enter(page, adminPassword);
	await expectLive(page);
	await page.getByRole("link", { name: "Settings" }).click();
	await expect(page.getByText("this one")).toBeVisible();
	await page.getByRole("link", { name: "Hostbeat" }).click();
	await expectLive(page);
	await page.getByRole("button", { name: "Sign out" }).click();
	await expect(door(page).said).toHaveText("You are signed out.");
	// Not page.goBack(), which waits for a page that was kept to load.
	await page.evaluate(() => history.back());
	await page.waitForURL(`${server.url}/`, { waitUntil: "commit" });
	await expect(look(page).word.filter({ hasText: /^Live$/ })).toHaveCount(0, { timeout: 15_000 });
	await page.evaluate(() => history.back());
	await expect(door(page).heading).toBeVisible();
	await expect(page.getByText("this one"), "nor what the settings were").toHaveCount(0);
});

test("at an address that browsers do not trust, the form works, and says that it is not encrypted", async ({
	page,
	start,
}) => {
	const address = Object.values(networkInterfaces())
		.flat()
		.find((one) => one?.family === "IPv4" && !one.internal)?.address;
	test.skip(!address, "this machine has no address but the loopback");
	const server = await start({ env: { ...withPassword, HOST: "0.0.0.0" } });
	await page.goto(`http://${address}:${server.port}`);
	expect(await page.evaluate(() => isSecureContext)).toBe(false);
	await expect(page.getByText("others on the network could read the password")).toBeVisible();
	await expect(page.getByText("docs/proxies.md")).toBeVisible();
	await enter(page, adminPassword);
	await expectLive(page);
	await page.getByRole("link", { name: "Settings" }).click();
	await expect(
		page.getByText("others on the network can read what it says, and your password"),
	).toBeVisible();
	await page.getByRole("button", { name: "Sign out", exact: true }).click();
	await expect(door(page).said).toHaveText("You are signed out.");
});

test("a viewer looks and finds no settings; who asks for them all the same is told why not", async ({
	page,
	start,
}) => {
	const server = await start({ env: bothAccounts });
	await page.goto(server.url);
	await enter(page, viewerPassword, "viewer");
	await expectLive(page);
	await expect(page.getByRole("link", { name: "Settings" })).toHaveCount(0);
	const response = await page.goto(`${server.url}/settings`);
	expect(response?.status()).toBe(403);
	expect(response?.headers()["content-security-policy"]).toContain("default-src 'none'");
	await expect(page.getByRole("heading", { name: "Not allowed" })).toBeVisible();
	await expect(page.getByText("You are signed in as viewer")).toBeVisible();
	await expect(page).toHaveTitle("Not allowed · Hostbeat");
	expect(await findViolations(page)).toEqual([]);
	await page.getByRole("button", { name: "Sign out" }).click();
	await expect(door(page).said).toHaveText("You are signed out.");
});

test("where nobody signs in, there are only the ways to the jobs and to the settings", async ({
	page,
	server,
}) => {
	await page.goto(`${server.url}/login?next=/settings`);
	await expect(page).toHaveURL(`${server.url}/`);
	await expectLive(page);
	const account = page.getByRole("navigation", { name: "Account" });
	await expect(account.getByRole("link")).toHaveText(["Jobs", "Settings"]);
	await account.getByRole("link", { name: "Settings" }).click();
	await expect(
		page.getByText("Everyone who can reach it, without signing in; they may also change"),
	).toBeVisible();
	await expect(page.getByText("Nobody is signed in.")).toBeVisible();
});

const expectAsWideAsTheScreen = async (page: Page) =>
	expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);

// Each width once, and each of the colours.
for (const [device, colorScheme, viewport] of [
	["desktop", "light", { width: 1280, height: 800 }],
	["phone", "dark", { width: 390, height: 844 }],
	["small", "light", { width: 320, height: 640 }],
] as const) {
	test(`everyone can read and use it: ${device}, ${colorScheme}`, async ({ page, start }) => {
		const server = await start({ env: bothAccounts });
		const wrong = await listenForTrouble(page);
		await page.setViewportSize(viewport);
		await page.emulateMedia({ colorScheme });
		await page.goto(server.url);
		expect(await findViolations(page)).toEqual([]);
		await enter(page, "not the password", "admin");
		await expect(door(page).said).not.toBeEmpty();
		expect(await findViolations(page), "with an error").toEqual([]);
		await expectAsWideAsTheScreen(page);
		await enter(page, adminPassword, "admin");
		await expectLive(page);
		await page.getByRole("link", { name: "Settings" }).click();
		await page
			.getByLabel("What it is for")
			.fill("a script with a name that is as long as it may be and longer ever");
		await page.getByRole("button", { name: "Make the token" }).click();
		await expect(page.getByText("Copy it now")).toBeVisible();
		expect(await findViolations(page), "of the settings").toEqual([]);
		await expectAsWideAsTheScreen(page);
		expect(wrong).toEqual([]);
	});
}
