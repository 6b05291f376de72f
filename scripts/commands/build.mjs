// @ts-check
import { readBasePath } from "../build/base-path.mjs";
import { ensureBuilt, ensureInstalled } from "../prepare.mjs";

/** Only the build, for an image or a package. */
export default async function build() {
	const basePath = readBasePath(process.env);
	await ensureInstalled("prod", "[1/2] ");
	await ensureBuilt("[2/2] ", basePath);
}
