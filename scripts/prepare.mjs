// @ts-check
import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { build, isBuilt } from "./build/build.mjs";
import { Failure } from "./failure.mjs";
import { install, isInstalled } from "./install/install.mjs";
import { withLock } from "./process/lock.mjs";
import { startStep } from "./process/progress.mjs";
import { ROOT } from "./project.mjs";

const LOCK = join(ROOT, ".hostbeat", "lock");

/**
 * Leaves the lockfile's packages installed. Does nothing, and needs no write permission, when they are.
 * @param {import("./install/stamp.mjs").Mode} mode
 * @param {string} [place] which step this is, as "[1/3] "
 */
export function ensureInstalled(mode, place = "") {
	return ensure(
		`${place}Installing`,
		() => isInstalled(mode),
		() => install(mode),
	);
}

/**
 * Leaves a build that is made from the sources as they are. Does nothing when it is there.
 * @param {string} [place]
 * @param {string} [basePath] at the root unless told: what is measured and tested is not a person's setting
 */
export function ensureBuilt(place = "", basePath = "") {
	return ensure(
		`${place}Building`,
		() => isBuilt(basePath),
		() => build(basePath),
	);
}

/**
 * True when packages and build are there, under whichever base path: what checks the settings is the same.
 * @param {import("./install/stamp.mjs").Mode} mode
 */
export function isPrepared(mode) {
	return isInstalled(mode) && isBuilt();
}

/**
 * @param {string} title
 * @param {() => boolean} isDone
 * @param {() => Promise<void>} work
 */
async function ensure(title, isDone, work) {
	if (isDone()) {
		console.log(`${title} … nothing to do`);
		return;
	}
	requireWritable();
	const step = startStep(title);
	try {
		await withLock(
			LOCK,
			({ pid }) =>
				step.say(`${title}: waiting for another Hostbeat command (process ${pid}) that works here`),
			async () => {
				// Whoever held the lock may have done it for us.
				if (!isDone()) await work();
			},
		);
	} catch (error) {
		step.failed();
		throw error;
	}
	step.done();
}

/**
 * Runs the work while no other command in this clone installs or builds.
 * @template T
 * @param {() => Promise<T>} work
 */
export function whileLocked(work) {
	return withLock(LOCK, (owner) => console.log(explainWait(owner)), work);
}

/** @param {import("./process/lock.mjs").Owner} owner */
function explainWait({ pid }) {
	return `waiting for another Hostbeat command (process ${pid}) that works here`;
}

function requireWritable() {
	for (const place of ["", "node_modules", ".next", "dist", ".hostbeat"]) {
		try {
			accessSync(join(ROOT, place), constants.W_OK);
		} catch (error) {
			if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") continue;
			throw new Failure(
				`${join(ROOT, place)} is not writable for this user. Make it yours (chown), or clone Hostbeat where you may write.`,
			);
		}
	}
}
