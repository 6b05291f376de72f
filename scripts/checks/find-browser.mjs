// @ts-check
import { Failure } from "../failure.mjs";
import { runNode } from "../process/child.mjs";
import { environment, ROOT } from "../project.mjs";
import { canInstall, installPackage } from "./debian.mjs";
import { findFirst, placesOf, runs } from "./find-program.mjs";

const CHROMIUM = {
	names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
	places: [
		"/usr/lib/chromium/chromium",
		"/snap/bin/chromium",
		"/opt/google/chrome/chrome",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
	],
};
const VERSION = ["--version"];

/**
 * The path of a Chromium that runs: the one named by PLAYWRIGHT_CHROMIUM_EXECUTABLE, Playwright's own, one of the
 * system's, or else one that is installed now. Throws a sentence when there is none to be had.
 */
export async function findBrowser() {
	const named = process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE;
	if (named) {
		if (await runs(named, VERSION)) return named;
		throw new Failure(`PLAYWRIGHT_CHROMIUM_EXECUTABLE: expected a Chromium that runs, got "${named}".`);
	}
	return (await findInstalled()) ?? (await download()) ?? (await installFromSystem()) ?? refuse();
}

async function findInstalled() {
	const { chromium } = await import("@playwright/test");
	const file = await findFirst([chromium.executablePath(), ...placesOf(CHROMIUM)], VERSION);
	if (file !== null) console.log(`Browser: ${file}`);
	return file;
}

async function download() {
	console.log("Browser: none found, downloading Playwright's …");
	const args = ["node_modules/@playwright/test/cli.js", "install", "chromium"];
	const { code } = await runNode(args, { cwd: ROOT, env: environment("test") });
	if (code !== 0) console.log("Browser: the download failed");
	return code === 0 ? findInstalled() : null;
}

async function installFromSystem() {
	if (!canInstall()) return null;
	console.log("Browser: installing the system's chromium with apt-get …");
	await installPackage("chromium");
	return findInstalled();
}

/** @returns {never} */
function refuse() {
	throw new Failure(
		"No Chromium to test with. Install one (`npx playwright install --with-deps chromium`, or your system's chromium package), or name one in PLAYWRIGHT_CHROMIUM_EXECUTABLE, then run the command again.",
	);
}
