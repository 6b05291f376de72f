// @ts-check
import { parseArgs } from "node:util";
import { Connection } from "../conformance/connection.mjs";
import { Failure } from "../failure.mjs";
import { ensureInstalled } from "../prepare.mjs";

const USAGE = `npm run conformance -- <url> [--http2] [--insecure] [--direct] [--origin <origin>] [--only <group>]
  --http2     ask in HTTP/2
  --insecure  accept a certificate that nobody vouches for
  --direct    nothing stands between: judge also what a proxy may change
  --origin    an origin that the server lists, to check that it is let in
  --only      checks of this group alone, as in "resume: …"; may be given again
  A server that asks for a sign-in takes a token with the right "read", from HOSTBEAT_TOKEN: arguments are for all to see.`;

/**
 * Checks a server of server-sent events, wherever it is, and prints a line for each check.
 * @param {string[]} args
 */
export default async function conformance(args) {
	const { url, options } = read(args);
	await ensureInstalled("all");
	// Only now: what it imports may just have been installed.
	const { formatReport, formatResult, groups, runConformance } = await import("../conformance/run.mjs");
	const unknown = options.only?.find((group) => !groups.includes(group));
	if (unknown !== undefined)
		throw new Failure(`--only: expected one of ${groups.join(", ")}, got "${unknown}".`);
	await requireAdmission(url, options);
	const report = await runConformance(url, options, (result) => console.log(formatResult(result))).catch(
		(error) => {
			throw new Failure(`Could not reach ${url}: ${error.message}`, { cause: error });
		},
	);
	console.log(`\n${formatReport(report)}`);
	process.exitCode = report.failed > 0 || report.passed === 0 ? 1 : 0;
}

/**
 * Ends in a sentence where each check would only find that nobody is let in.
 * @param {string} url
 * @param {import("../conformance/connection.mjs").Transport} options
 */
async function requireAdmission(url, options) {
	const connection = new Connection(new URL(url), options);
	// One that cannot be reached is told of by what asks next.
	const answer = await connection.request("/api/stream", { method: "HEAD" }).catch(() => null);
	connection.close();
	if (answer?.status !== 401) return;
	throw new Failure(
		options.token
			? `${url} does not take the token in HOSTBEAT_TOKEN.`
			: `${url} asks for a sign-in. Make a token with the right "read" in its settings, and give it in HOSTBEAT_TOKEN.`,
	);
}

/** @param {string[]} args */
function read(args) {
	const flag = /** @type {const} */ ({ type: "boolean", default: false });
	try {
		const { values, positionals } = parseArgs({
			args,
			allowPositionals: true,
			options: {
				http2: flag,
				insecure: flag,
				direct: flag,
				origin: { type: "string" },
				only: { type: "string", multiple: true },
			},
		});
		const [url, ...more] = positionals;
		if (url === undefined || more.length > 0) throw new Error("Expected one URL.");
		if (!/^https?:$/.test(new URL(url).protocol)) throw new Error(`Expected http: or https:, got "${url}".`);
		const token = process.env.HOSTBEAT_TOKEN || null;
		return { url, options: { ...values, origin: values.origin ?? null, only: values.only ?? null, token } };
	} catch (error) {
		throw new Failure(`${/** @type {Error} */ (error).message}\n${USAGE}`);
	}
}
