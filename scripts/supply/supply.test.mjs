// @ts-check
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../project.mjs";
import { direct, isHere, listBrought, locked, readLicense } from "./packages.mjs";
import { installScripts, licenses } from "./rules.mjs";

const entries = [...locked.values()];
/** @param {string} name */
const read = (name) => readFileSync(join(ROOT, name), "utf8");
const document = read("docs/dependencies.md");
/** @param {string} heading */
const section = (heading) => document.split(/^## /m).find((text) => text.startsWith(heading)) ?? "";
/** The first column of the tables of a part. @param {string} heading */
const firstColumn = (heading) =>
	section(heading)
		.split("\n")
		.flatMap((line) => /^\| `([^`]+)` \|/.exec(line)?.slice(1, 2) ?? []);

describe("what is installed", () => {
	it("comes from npm's registry alone: no git, no other server, no directory", () => {
		const elsewhere = entries.filter(
			({ resolved, link, version }) =>
				link ||
				!/^\d+\.\d+\.\d+/.test(version) ||
				(resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/")),
		);
		expect(elsewhere).toEqual([]);
		expect(direct.filter(({ version }) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
	});

	it("is what it was when it was locked: each package that a system of ours installs has its sum", () => {
		const without = entries.filter(({ integrity }) => !/^sha512-/.test(integrity ?? ""));
		// Built for other systems, by the same makers at the same version; the document says why they have none.
		expect(without.filter(({ optional, os, cpu }) => !optional || (!os && !cpu))).toEqual([]);
		expect(without.filter(({ path }) => isHere(path))).toEqual([]);
		const { length } = without;
		expect(section("Checked at each change")).toContain(`${length} packages`);
	});

	it("runs no program as it is installed", () => {
		const asking = entries.filter(({ hasInstallScript }) => hasInstallScript).map(({ path }) => path);
		expect(asking.sort()).toEqual(Object.keys(installScripts).sort());
		expect(read(".npmrc")).toMatch(/^ignore-scripts=true$/m);
	});

	it("may be passed on: each licence is one of those that were looked at", () => {
		const others = entries
			.filter(({ path, license }) => license !== undefined || isHere(path))
			.map((entry) => ({ path: entry.path, license: readLicense(entry) }))
			.filter(({ license }) => !license?.split(/ (?:AND|OR) /).every((one) => licenses.includes(one)));
		expect(others).toEqual([]);
	});
});

describe("docs/dependencies.md", () => {
	it.each(/** @type {const} */ (["dependencies", "optionalDependencies", "devDependencies"]))(
		"has each of the %s, and none that is gone",
		(kind) => {
			const heading = {
				dependencies: "To run",
				optionalDependencies: "Where it can be",
				devDependencies: "To change",
			};
			const names = direct.filter((one) => one.kind === kind).map(({ name }) => name);
			expect(firstColumn(heading[kind]).sort()).toEqual(names.sort());
		},
	);

	it("has the version, the licence and a reason of each", () => {
		for (const { name, version } of direct) {
			const row = document.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
			const [, , is, license, , why] = row?.split("|").map((text) => text.trim()) ?? [];
			expect(is, name).toBe(version);
			const entry = locked.get(`node_modules/${name}`);
			expect(license, name).toBe(entry && readLicense(entry));
			expect(why?.length, name).toBeGreaterThan(20);
		}
	});

	it("tells how many packages are under each licence", () => {
		/** @type {Map<string, number>} */
		const counts = new Map();
		for (const entry of entries) {
			const license = readLicense(entry);
			if (license) counts.set(license, (counts.get(license) ?? 0) + 1);
		}
		expect(firstColumn("Licences").sort()).toEqual([...counts.keys()].sort());
		for (const [license, count] of counts)
			expect(section("Licences")).toContain(`| \`${license}\` | ${count} |`);
	});
});

it("knows what a package brings with it", () => {
	expect([...listBrought("react-dom")].sort()).toEqual([
		"node_modules/react",
		"node_modules/react-dom",
		"node_modules/scheduler",
	]);
});
