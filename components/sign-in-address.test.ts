import { expect, it } from "vitest";
import { signInAddress } from "./sign-in-address";

const nextOf = (address: string) => new URL(address, "http://here").searchParams.get("next");

it("leads back to the view that is shown", () => {
	const address = signInAddress({ pathname: "/", search: "?from=1700000000000&to=1700000060000" });
	expect(address).toMatch(/^\/login\?/);
	expect(nextOf(address)).toBe("/?from=1700000000000&to=1700000060000");
});

it("has nothing of an address in its own query that could be taken for another parameter", () => {
	const address = signInAddress({ pathname: "/", search: "?range=1h&failed=wrong#x" });
	expect([...new URL(address, "http://here").searchParams.keys()]).toEqual(["next"]);
	expect(nextOf(address)).toBe("/?range=1h&failed=wrong#x");
});
