// @ts-check
import { ensureBuilt, ensureInstalled } from "../prepare.mjs";

/** Only the build, for an image or a package. */
export default async function build() {
	await ensureInstalled("prod", "[1/2] ");
	await ensureBuilt("[2/2] ");
}
