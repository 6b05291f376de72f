// @ts-check
import { join } from "node:path";
import { build } from "esbuild";
import fc from "fast-check";
import { ROOT } from "../project.mjs";
import { DOCUMENTED, findFault } from "./documented.mjs";
import { anyBytes, anyRequest, encode } from "./requests.mjs";
import { send } from "./send.mjs";

/**
 * What was asked, by the status of its answer, and what was wrong: the smallest request that shows it, with the seed
 * that leads there.
 * @typedef {{ seen: Map<number | null, number>, faults: string[] }} Result
 */

/**
 * Asks a server everything, in several lanes with a seed each, until the time is up or something is wrong.
 * @param {{ url: string, people: import("./people.mjs").People, seed: number, ms: number, lanes?: number, most?: number }} options
 * @returns {Promise<Result>}
 */
export async function runFuzz({ url, people, seed, ms, lanes = 4, most = Number.MAX_SAFE_INTEGER }) {
	const routes = await readRoutes();
	const { host, port } = new URL(url);
	/** @type {Result} */
	const result = { seen: new Map(), faults: [] };
	const until = performance.now() + ms;

	/** @param {Buffer} bytes @param {Parameters<typeof send>[2]} options */
	const ask = async (bytes, options) => {
		const answer = await send(Number(port), bytes, options);
		result.seen.set(answer.status, (result.seen.get(answer.status) ?? 0) + 1);
		return answer;
	};
	const whole = fc.asyncProperty(anyRequest(routes), async (asked) => {
		const bytes = encode(asked, { host, credentials: await people.credentials() });
		const isHead = asked.method === "HEAD";
		const answer = await ask(bytes, { isHead });
		if (asked.actor === "viewer") people.take(answer);
		// A whole request may be refused before it was read, and the answer then be lost; but the server may not be silent.
		const fault = answer.late
			? "nothing within ten seconds"
			: findFault(answer, { path: asked.path, isHead });
		if (fault) throw new Error(`${fault}\n${JSON.stringify(bytes.toString("latin1").slice(0, 2_000))}`);
	});
	const broken = fc.asyncProperty(anyBytes, async (text) => {
		const { status, late } = await ask(Buffer.from(text, "latin1"), { ends: true });
		if (late || (status !== null && !DOCUMENTED.has(status))) {
			throw new Error(`${late ? "held open" : `status ${status}`}\n${JSON.stringify(text)}`);
		}
	});

	/** @param {number} lane */
	const run = async (lane) => {
		const settings = {
			seed: seed + lane,
			numRuns: most,
			interruptAfterTimeLimit: Math.max(1, until - performance.now()),
			markInterruptAsFailure: false,
		};
		const outcome = await (lane % 4 === 3 ? fc.check(broken, settings) : fc.check(whole, settings));
		// One that was interrupted before its first answer has found nothing either.
		if (outcome.failed && outcome.counterexample !== null) {
			result.faults.push(
				`${String(outcome.errorInstance)}\n(seed ${seed}, lane ${lane}, path ${outcome.counterexamplePath})`,
			);
		}
	};
	await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
	return result;
}

/** The table of routes, as the server has it. @returns {Promise<Record<string, object>>} */
async function readRoutes() {
	const { outputFiles } = await build({
		entryPoints: [join(ROOT, "lib/access/table.ts")],
		bundle: true,
		write: false,
		format: "esm",
		platform: "node",
		alias: { "@": ROOT },
	});
	const text = outputFiles[0]?.text ?? "";
	const { routes } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
	return routes;
}
