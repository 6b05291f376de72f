// @ts-check

/**
 * Says in a sentence why a build failed and what to do.
 * @param {string} output what the build said
 * @param {NodeJS.Signals | null} signal that ended it
 */
export function explainBuildFailure(output, signal) {
	if (/\bENOSPC\b|No space left on device/i.test(output)) {
		return "Could not build Hostbeat: the disk is full. Free about 1 GB, then run the command again.";
	}
	if (/\bEACCES\b|Permission denied/i.test(output)) {
		return "Could not build Hostbeat: no permission to write (see above which file). Make it yours, then run the command again.";
	}
	if (signal === "SIGKILL" || /heap out of memory|signal: ?SIGKILL/i.test(output)) {
		return "Could not build Hostbeat: memory ran out. Building takes about 1.5 GB; free some or add swap, then run the command again.";
	}
	return "Could not build Hostbeat: see above. If you changed nothing, try `git status` and bring back what differs.";
}
