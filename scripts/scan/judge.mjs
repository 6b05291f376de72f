// @ts-check

/**
 * Something that an attacker tries, and the only answers that are right. `{host}` stands for the name and port of the
 * server, `{listener}` for those of one that nobody may be led to ask.
 * @typedef {object} Probe
 * @property {string} name
 * @property {string} [method] GET, unless told
 * @property {string} [path]
 * @property {Record<string, string>} [headers] `Host` in place of the right one, and others beside it
 * @property {string} [body]
 * @property {string} [raw] the bytes themselves, in place of all above
 * @property {number | number[]} status `0`: it hangs up
 * @property {number | number[]} [admin] the answer to one who is signed in; the same unless told
 * @property {RegExp} [location] where a redirection must lead
 * @property {RegExp} [has] what must stand in the answer
 * @property {RegExp} [lacks] what must not
 * @property {number} [answers] how many there may be, 1 unless told
 */

/**
 * What no answer may hold, whatever was asked.
 * @typedef {object} Forbidden
 * @property {string[]} secrets
 * @property {string} root where the program lies
 */

/**
 * What is wrong with an answer, a sentence each.
 * @param {Probe} probe
 * @param {"stranger" | "admin"} as
 * @param {import("./ask.mjs").Answer} answer
 * @param {Forbidden} forbidden
 */
export function judge(probe, as, { statuses, headers, body, text }, { secrets, root }) {
	const expected = [(as === "admin" ? probe.admin : undefined) ?? probe.status].flat();
	const [status = 0] = statuses;
	const location = headers.get("location") ?? "";
	// Whoever is signed in is led on from there, to a page of ours.
	const isLedOn = as === "admin" && status === 307 && isSignIn(probe);
	const isHtml = (headers.get("content-type") ?? "").startsWith("text/html");
	return [
		!expected.includes(status) &&
			!isLedOn &&
			`expected ${expected.join(" or ")}, got ${status || "no answer"}`,
		statuses.length > (probe.answers ?? 1) && `${statuses.length} answers to one request`,
		isLedOn && !isOwn(location) && `leads elsewhere: "${location}"`,
		probe.location && !isLedOn && !probe.location.test(location) && `leads to "${location}"`,
		probe.has && !isLedOn && !probe.has.test(text) && `does not hold ${probe.has}`,
		probe.lacks?.test(text) && `holds ${probe.lacks}`,
		status >= 500 && "fails",
		/evil\.example/.test(location) && !isOwn(location) && `leads elsewhere: "${location}"`,
		isHtml && /<script>xss|"xss"|javascript:xss/i.test(body) && "what was asked stands in the page as it is",
		["x-injected", "x-powered-by", "server"]
			.filter((name) => headers.has(name))
			.map((name) => `tells ${name}`),
		headers.has("access-control-allow-origin") && "lets pages of other origins read it",
		/\n\s+at .+:\d+/.test(body) && "shows a stack",
		body.includes(root) && "shows where the program lies",
		secrets.some((secret) => text.includes(secret)) && "shows a secret",
	]
		.flat()
		.filter((reason) => typeof reason === "string");
}

/** @param {Probe} probe */
function isSignIn({ path, raw }) {
	return /^\/login\b/.test(path ?? raw?.replace(/^\w+ /, "") ?? "");
}

/** @param {string} location */
function isOwn(location) {
	const base = "http://own.invalid";
	return URL.canParse(location, base) && new URL(location, base).origin === base;
}
