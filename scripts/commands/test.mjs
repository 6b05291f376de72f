// @ts-check
import { conclude } from "../checks/conclude.mjs";
import { biome, build, knip, playwright, types, vitest } from "../checks/steps.mjs";

/** Every check and every test, from a bare clone. The last line counts them. */
export default function test() {
	return conclude([biome, types, knip, vitest, build, playwright]);
}
