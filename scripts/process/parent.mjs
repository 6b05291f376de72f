// @ts-check

const POLL_MS = 500;

/**
 * Ends this process as by SIGTERM once the npm that started it is gone. Without this, `kill -9` of npm would leave
 * behind a server that nobody sees and that keeps the port.
 */
export function endWithNpm() {
	if (process.env.npm_lifecycle_event === undefined) return;
	const npm = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === npm) return;
		clearInterval(timer);
		process.kill(process.pid, "SIGTERM");
	}, POLL_MS);
	timer.unref();
}
