// @ts-check
import { Failure } from "../failure.mjs";
import { findProgram } from "./find-program.mjs";

/** @type {import("./find-program.mjs").Program[]} */
const PROGRAMS = [
	{
		title: "nginx",
		variable: "HOSTBEAT_TEST_NGINX",
		names: ["nginx"],
		places: ["/usr/local/nginx/sbin/nginx"],
		version: ["-v"],
		package: "nginx",
		unpacked: true,
	},
	{
		title: "Caddy",
		variable: "HOSTBEAT_TEST_CADDY",
		names: ["caddy"],
		places: [],
		version: ["version"],
		package: "caddy",
		unpacked: true,
	},
	{
		title: "Firefox",
		variable: "HOSTBEAT_TEST_FIREFOX",
		names: ["firefox-esr", "firefox"],
		places: ["/Applications/Firefox.app/Contents/MacOS/firefox"],
		version: ["--version"],
		package: "firefox-esr",
	},
	{
		title: "pdftotext",
		variable: "HOSTBEAT_TEST_PDFTOTEXT",
		names: ["pdftotext"],
		places: ["/opt/homebrew/bin/pdftotext"],
		version: ["-v"],
		package: "poppler-utils",
		unpacked: true,
	},
];

/**
 * The programs that tests run beside a Chromium, as the environment that tells the tests of them, and a line on each
 * that is not to be had: the tests that need it are then skipped. In CI that is a failure, and throws.
 * @param {string[]} [titles] those alone
 */
export async function findPrograms(titles) {
	/** @type {Record<string, string>} */
	const env = {};
	/** @type {string[]} */
	const missing = [];
	for (const program of PROGRAMS) {
		if (titles && !titles.includes(program.title)) continue;
		const path = await findProgram(program);
		if (path !== null) env[program.variable] = path;
		else missing.push(explainMissing(program));
	}
	if (process.env.CI && missing.length > 0) throw new Failure(missing.join("\n"));
	return { env, missing };
}

/** @param {import("./find-program.mjs").Program} program */
function explainMissing({ title, variable, package: name }) {
	return `NOT TESTED with ${title}, which is not here: install it (Debian: apt-get install ${name}), or name one in ${variable}, then run the command again.`;
}
