// @ts-check

const GRACE_MS = 5_000;

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

process.on("exit", () => {
	for (const child of children) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

/**
 * Makes the child end with this process; returns what ends it before, and resolves once it has gone.
 * @param {import("node:child_process").ChildProcess} child
 * @returns {() => Promise<void>}
 */
export function endWithUs(child) {
	children.add(child);
	const gone = new Promise((resolve) => child.once("exit", resolve));
	return async () => {
		child.kill("SIGTERM");
		const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
		await gone;
		clearTimeout(timer);
		children.delete(child);
	};
}
