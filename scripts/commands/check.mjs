// @ts-check
import { conclude } from "../checks/conclude.mjs";
import { biome, knip, types, vitest } from "../checks/steps.mjs";

/** Everything that can be said without a browser, in well under a minute. */
export default function check() {
	return conclude([biome, types, knip, vitest]);
}
