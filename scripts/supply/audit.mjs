// @ts-check
import { runNpm } from "../install/npm.mjs";
import { environment } from "../project.mjs";

/**
 * Asks the registry which of the locked packages have a known hole: true with none, false with some, null where it
 * does not answer that question, as behind many mirrors and without a network.
 * @returns {Promise<boolean | null>}
 */
export async function audit() {
	const args = ["audit", "--json", "--audit-level=low", "--fetch-retries=0", "--fetch-timeout=20000"];
	const { output } = await runNpm(args, environment("development"));
	const report = readReport(output);
	if (report === null) {
		console.log("NOT ASKED for known holes: the registry does not answer `npm audit` from here.");
		return null;
	}
	for (const { name, severity, range } of report) console.log(`HOLE ${name} ${range}: ${severity}`);
	console.log(`${report.length} packages with a known hole, by \`npm audit\``);
	return report.length === 0;
}

/**
 * @typedef {{ name: string, severity: string, range: string }} Hole
 * @param {string} output
 * @returns {Hole[] | null}
 */
export function readReport(output) {
	const json = output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1);
	try {
		const { vulnerabilities } = JSON.parse(json);
		return vulnerabilities === undefined ? null : Object.values(vulnerabilities);
	} catch {
		// Not JSON: what npm says before it fails.
		return null;
	}
}
