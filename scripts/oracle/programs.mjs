// @ts-check
import { findProgram } from "../checks/find-program.mjs";
import { runProgram } from "../process/child.mjs";

/** @typedef {"mpstat" | "iostat" | "pidstat" | "free" | "vmstat" | "ps" | "df" | "awk" | "cat" | "nstat" | "stress-ng" | "fio" | "iperf3"} Name */
/** What to start, and what it is called in the table. @typedef {{ path: string, title: string }} Found */
/** @typedef {Partial<Record<Name, Found>>} Programs */

/** By its package in Debian, and what it is asked for to see whether it runs. @type {Record<Name, [string, string]>} */
const PACKAGES = {
	mpstat: ["sysstat", "-V"],
	iostat: ["sysstat", "-V"],
	pidstat: ["sysstat", "-V"],
	free: ["procps", "--version"],
	vmstat: ["procps", "--version"],
	ps: ["procps", "--version"],
	df: ["coreutils", "--version"],
	awk: ["mawk", "BEGIN { exit }"],
	cat: ["coreutils", "--version"],
	nstat: ["iproute2", "-V"],
	"stress-ng": ["stress-ng", "--version"],
	fio: ["fio", "--version"],
	iperf3: ["iperf3", "--version"],
};

/** All that is asked or that makes a load. */
export const allPrograms = /** @type {Name[]} */ (Object.keys(PACKAGES));

/**
 * Finds programs on this machine or, where that can be, unpacks them from Debian's packages; what is not to be had is
 * not in the answer.
 * @param {Name[]} names
 * @returns {Promise<Programs>}
 */
export async function findOracles(names) {
	/** @type {Programs} */
	const found = {};
	for (const name of names) {
		const [packageName, version] = PACKAGES[name];
		const path = await findProgram({
			title: name,
			variable: `HOSTBEAT_TEST_${name.toUpperCase().replace("-", "_")}`,
			names: [name],
			places: [],
			version: [version],
			package: packageName,
			unpacked: true,
		});
		if (path === null) continue;
		const { output } = await runProgram(path, [version]);
		found[name] = { path, title: [name, ...(/\d+(\.\d+)+/.exec(output)?.slice(0, 1) ?? [])].join(" ") };
	}
	return found;
}
