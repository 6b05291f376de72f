import { flood } from "../scripts/flood/run.mjs";
import { expect, test } from "./fixtures/test";

const password = "the admin's password";

test("viewers keep their ticks and the owner gets in while others are slow and guess passwords", async ({
	start,
}) => {
	test.setTimeout(150_000);
	const server = await start({
		env: { HOSTBEAT_PASSWORD: password, HOSTBEAT_TRUSTED_PROXIES: "127.0.0.0/8" },
	});
	const size = { viewers: 5, slow: 60, attempts: 300, seconds: 5 };
	// Of those that do not read, each has a minute; that is for `npm run prove:flood` to wait for.
	const flooded = await flood({ url: server.url, password, ...size, holdMs: 34_000 });
	expect(flooded.lost, "viewers whose stream ended").toBe(0);
	expect(flooded.ticks, "ticks of each viewer meanwhile").toBeGreaterThanOrEqual(2);
	expect(flooded.owner, "the owner's sign-in").toBe(200);
	const seen = new Map(flooded.seen);
	const count = (status: number) => seen.get(status) ?? 0;
	expect(count(401) + count(429) + count(503), JSON.stringify(flooded.seen)).toBe(size.attempts);
	expect(count(401), "passwords that were looked at").toBeLessThan(size.attempts / 2);
	expect(flooded.slowly).toMatchObject({
		headers: { opened: 20, ended: 20 },
		bodies: { opened: 20, ended: 20 },
	});
});
