// @ts-check
import { basePathEnvironment, readBasePath } from "../build/base-path.mjs";
import { ensureBuilt, ensureInstalled, isPrepared } from "../prepare.mjs";
import { probe, readAddress } from "../server/address.mjs";
import { guardServer } from "../server/guard.mjs";
import { waitForPage } from "../server/ready.mjs";
import { serve } from "../server/serve.mjs";
import { checkSettings } from "../server/settings.mjs";

/** From a bare clone to a page that answers, whose address is the last line. */
export default async function start() {
	if (isPrepared("prod")) await checkSettings(process.env);
	const address = readAddress(process.env);
	const basePath = readBasePath(process.env);
	// Asked before the minute of installing, not after it.
	await probe(address);
	await ensureInstalled("prod", "[1/3] ");
	await ensureBuilt("[2/3] ", basePath);
	console.log("[3/3] Starting …");
	// Before anything listens: a server that leaves again at once would have been seen.
	await checkSettings(process.env);
	await probe(address);
	await guardServer(process.env);
	Object.assign(process.env, basePathEnvironment(basePath));
	const readUrl = serve(address);
	const url = await waitForPage(() => {
		const listening = readUrl();
		return listening && listening + basePath;
	});
	console.log(`Hostbeat is at ${url}`);
}
