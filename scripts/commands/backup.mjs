// @ts-check
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { readBasePath } from "../build/base-path.mjs";
import { Failure } from "../failure.mjs";
import { ensureBuilt, ensureInstalled } from "../prepare.mjs";
import { startStep } from "../process/progress.mjs";
import { ROOT } from "../project.mjs";

const USAGE = `npm run backup -- <file> [--force]
  --force  replace the file where it is there already
  The history is found where the server finds it: HOSTBEAT_DATA_DIR names its directory.`;

/**
 * Copies the history to a file, whether the server runs or not, and says what is in it.
 * @param {string[]} args
 */
export default async function backup(args) {
	const { target, force } = read(args);
	// What the running server was built of is not built anew under it.
	if (!["backup", "config"].every((name) => existsSync(bundle(name)))) {
		await ensureInstalled("prod");
		await ensureBuilt("", readBasePath(process.env));
	}
	const source = await findHistory();
	/** @type {typeof import("../../lib/history/backup")} */
	const { backUp } = await import(pathToFileURL(bundle("backup")).href);
	const title = `Copying ${source}`;
	/** @type {ReturnType<typeof startStep> | undefined} */
	let step;
	let told = 0;
	/** @param {number} done */
	const onProgress = (done) => {
		step ??= startStep(title);
		const tenths = Math.floor(done * 10);
		if (tenths > told && tenths < 10) step.say(`${title}: ${tenths * 10} %`);
		told = tenths;
	};
	try {
		const copy = await backUp({ source, target, force, onProgress });
		step?.done();
		console.log(sayWhatIsIn(target, copy));
	} catch (error) {
		step?.failed();
		throw new Failure(/** @type {Error} */ (error).message, { cause: error });
	}
}

/** @param {string[]} args */
function read(args) {
	try {
		const { values, positionals } = parseArgs({
			args,
			allowPositionals: true,
			options: { force: { type: "boolean", default: false } },
		});
		const [file, ...more] = positionals;
		if (!file || more.length > 0) throw new Error(`Expected one file, got ${positionals.length}.`);
		// npm runs us in the project, and the user named a file from where they are.
		return { target: resolve(process.env.INIT_CWD ?? ROOT, file), force: values.force };
	} catch (error) {
		throw new Failure(`${/** @type {Error} */ (error).message}\n${USAGE}`);
	}
}

/** Where the server keeps it, or would if it kept one. */
async function findHistory() {
	/** @type {typeof import("../../lib/config")} */
	const { readConfig } = await import(pathToFileURL(bundle("config")).href);
	try {
		return join(readConfig(process.env).directory, "hostbeat.db");
	} catch (error) {
		throw new Failure(/** @type {Error} */ (error).message, { cause: error });
	}
}

/** @param {string} name */
function bundle(name) {
	return join(ROOT, "dist", `${name}.mjs`);
}

/**
 * @param {string} target
 * @param {import("../../lib/history/backup").Backup} copy
 */
export function sayWhatIsIn(target, { bytes, series, ownSeries, facts, jobs, from, to }) {
	const size = bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
	/** @param {number} time */
	const when = (time) => `${new Date(time).toISOString().slice(0, 19).replace("T", " ")} UTC`;
	const range =
		from === null || to === null ? "no readings yet" : `readings from ${when(from)} to ${when(to)}`;
	const own = ownSeries > 0 ? ` (${ownSeries} of your own)` : "";
	/** @type {(count: number, one: string) => string} */
	const counted = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;
	return `${target} (${size}) holds ${series} series${own}, ${counted(facts, "fact")}, ${counted(jobs, "job")}, and ${range}. It was looked through, and is whole.`;
}
