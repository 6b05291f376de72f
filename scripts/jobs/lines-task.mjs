// @ts-check
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("lines.mjs", import.meta.url));

/**
 * Writes settings in a directory of their own, which goes with this process; gives the path of the file.
 * @param {string} text
 */
export function writeSettings(text) {
	const directory = mkdtempSync(join(tmpdir(), "hostbeat-jobs-"));
	process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
	const file = join(directory, "hostbeat.yaml");
	writeFileSync(file, text);
	return file;
}

/** The task `lines`, which says `count` lines in `seconds`. */
export const linesTask = `
  - id: lines
    title: { en: Lines, fr: Lignes, ro: Linii }
    command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(program)}, "{count}", "{seconds}"]
    directory: /
    mayRun: viewer
    progress: exit
    parameters:
      - { name: count, title: Lines, type: number, min: 1, max: 100000 }
      - { name: seconds, title: Seconds, type: number, min: 0, max: 3600 }
`;

/**
 * Starts the task `lines` there; gives the address of the job.
 * @param {string} url the server
 * @param {{ count: number, seconds: number }} parameters
 * @param {Record<string, string>} [headers]
 */
export async function startLines(url, parameters, headers = {}) {
	const response = await fetch(`${url}/api/jobs`, {
		method: "POST",
		headers: { "Content-Type": "application/json", ...headers },
		body: JSON.stringify({ task: "lines", parameters }),
	});
	const job = await response.json();
	if (response.status !== 201) throw new Error(`it was not started: ${JSON.stringify(job)}`);
	return `${url}/api/jobs/${job.id}`;
}
