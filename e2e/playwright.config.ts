import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, devices, type Project } from "@playwright/test";

const executablePath = process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE;
const firefox = process.env.HOSTBEAT_TEST_FIREFOX;

/** Real browsers against real servers, which each spec starts for itself. */
export default defineConfig({
	testDir: ".",
	testMatch: "**/*.spec.ts",
	outputDir: process.env.PLAYWRIGHT_OUTPUT_DIRECTORY ?? join(tmpdir(), `hostbeat-playwright-${process.pid}`),
	forbidOnly: true,
	fullyParallel: false,
	workers: 2,
	// A test that passes only when tried again has found something.
	retries: 0,
	timeout: 60_000,
	reporter: "list",
	use: { trace: "off" },
	projects: [
		{
			name: "chromium",
			use: {
				...devices["Desktop Chrome"],
				launchOptions: {
					...(executablePath ? { executablePath } : {}),
					// Playwright turns off what people have: pages that are kept to be returned to.
					ignoreDefaultArgs: ["--disable-back-forward-cache"],
					args: [
						"--host-resolver-rules=MAP *.example 127.0.0.1",
						"--disable-gpu",
						"--disable-quic",
						"--no-first-run",
						"--disable-background-networking",
						"--disable-component-update",
						"--disable-sync",
						...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
					],
				},
			},
		},
		...(firefox ? [firefoxProject(firefox)] : []),
	],
});

// The Firefox that people have, over WebDriver BiDi; Playwright's own is a patched one.
function firefoxProject(executablePath: string): Project {
	return {
		name: "firefox",
		testMatch: "browsers/*.spec.ts",
		use: {
			browserName: "firefox",
			channel: "moz-firefox",
			launchOptions: { executablePath, firefoxUserPrefs: { "network.dns.localDomains": "status.example" } },
		},
	};
}
