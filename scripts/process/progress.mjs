// @ts-check

const QUIET_MS = 10_000;

/**
 * Says what is being done and for how long: one rewritten line on a terminal, otherwise a line every ten seconds.
 * @param {string} text
 * @param {Pick<NodeJS.WriteStream, "write" | "isTTY">} [out]
 */
export function startStep(text, out = process.stdout) {
	const began = Date.now();
	let said = text;
	const elapsed = () => formatSeconds(Date.now() - began);
	const line = () => `${said} … ${elapsed()}`;
	if (!out.isTTY) out.write(`${said} …\n`);
	const timer = setInterval(
		() => out.write(out.isTTY ? `\r\x1b[2K${line()}` : `${line()}\n`),
		out.isTTY ? 1_000 : QUIET_MS,
	);
	if (out.isTTY) out.write(line());
	timer.unref();
	/** @param {string} ending */
	const end = (ending) => {
		clearInterval(timer);
		out.write(`${out.isTTY ? "\r\x1b[2K" : ""}${said} … ${ending}\n`);
	};
	return {
		/** @param {string} [ending] */
		done: (ending) => end(ending ?? `done in ${elapsed()}`),
		failed: () => end(`failed after ${elapsed()}`),
		/** @param {string} next what is being done from here on */
		say(next) {
			said = next;
			if (!out.isTTY) out.write(`${said} …\n`);
		},
	};
}

/** @param {number} ms */
export function formatSeconds(ms) {
	const seconds = Math.round(ms / 1_000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
