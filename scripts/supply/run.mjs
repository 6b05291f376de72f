// @ts-check
// Writes the rows of docs/dependencies.md anew, but for the reasons, which are for people to give; then asks the
// registry for known holes.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../project.mjs";
import { audit } from "./audit.mjs";
import { direct, listBrought, locked, readLicense } from "./packages.mjs";

const FILE = join(ROOT, "docs/dependencies.md");

/** @param {string} directory @returns {number} */
function measure(directory) {
	return readdirSync(directory, { withFileTypes: true }).reduce((sum, entry) => {
		if (entry.isDirectory())
			return entry.name === "node_modules" ? sum : sum + measure(join(directory, entry.name));
		return entry.isFile() ? sum + statSync(join(directory, entry.name)).size : sum;
	}, 0);
}

/** @param {string} name */
function tell(name) {
	const brought = [...listBrought(name)];
	const bytes = brought.reduce((sum, path) => sum + measure(join(ROOT, path)), 0);
	return `${brought.length}, ${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

let text = readFileSync(FILE, "utf8");
for (const { name, version } of direct) {
	const start = `| \`${name}\` |`;
	text = text
		.split("\n")
		.map((line) => {
			if (!line.startsWith(start)) return line;
			const why = line.split("|").at(5)?.trim() ?? "";
			const entry = locked.get(`node_modules/${name}`);
			const license = (entry && readLicense(entry)) ?? "";
			return `${start} ${version} | ${license} | ${tell(name)} | ${why} |`;
		})
		.join("\n");
}
/** @type {Map<string, number>} */
const counts = new Map();
for (const entry of locked.values()) {
	const license = readLicense(entry);
	if (license) counts.set(license, (counts.get(license) ?? 0) + 1);
}
const rows = [...counts]
	.sort(([, a], [, b]) => b - a)
	.map(([license, count]) => `| \`${license}\` | ${count} |`);
text = text.replace(/(\| licence \| packages \|\n\|---\|---\|\n)(\|.*\n)*/, `$1${rows.join("\n")}\n`);
writeFileSync(FILE, text);
if ((await audit()) === false) process.exitCode = 1;
