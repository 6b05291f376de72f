// @ts-check
// Loaded into children by --require: standard input is a pipe that only the parent holds, so its end means that the
// parent is gone, even by SIGKILL. Without this an interrupted install would go on writing beside the next one.
// Not --import: up to Node 20.9 that makes Node refuse a program without an extension, as Next's is.
const { isMainThread } = require("node:worker_threads");

// The child's own children and threads get the same options of Node, but not that pipe.
if (isMainThread && String(process.ppid) === process.env.LEASH_HOLDER) {
	process.stdin.on("end", () => process.exit(1));
	process.stdin.on("error", () => process.exit(1));
	process.stdin.resume();
	/** @type {import("node:net").Socket} */ (/** @type {unknown} */ (process.stdin)).unref?.();
}
