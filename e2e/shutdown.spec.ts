import { isRunning } from "./fixtures/process";
import { StreamReader } from "./fixtures/stream";
import { expect, test } from "./fixtures/test";

const viewers = 50;

for (const signal of ["SIGTERM", "SIGINT"] as const) {
	test(`${signal} with fifty viewers: each is told when to come back, and all is gone within two seconds`, async ({
		start,
	}) => {
		const server = await start();
		const sampler = server.samplerPid() ?? 0;
		expect(isRunning(sampler)).toBe(true);
		const readers = await Promise.all(
			Array.from({ length: viewers }, () => StreamReader.open(`${server.url}/api/stream`)),
		);
		await Promise.all(readers.map((reader) => reader.until("hello", () => reader.of("hello").length === 1)));

		const asked = Date.now();
		server.kill(signal);
		await server.exited;
		const took = Date.now() - asked;
		console.log(`    ${signal}: ended after ${took} ms`);
		expect(took).toBeLessThan(2_000);
		await expect
			.poll(() => isRunning(sampler), { timeout: 2_000, message: "the sampler is gone too" })
			.toBe(false);

		await Promise.all(readers.map(({ ended }) => ended));
		const waits = readers.map((reader) => {
			const [shutdown, ...more] = reader.of("shutdown");
			expect(more).toEqual([]);
			expect(reader.events.at(-1)).toBe(shutdown);
			const { retryMs } = shutdown?.data ?? {};
			expect(reader.retries.at(-1), "for browsers, which wait by themselves").toBe(retryMs);
			return retryMs ?? 0;
		});
		expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
		expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
		expect(new Set(waits).size, "they do not all return at once").toBeGreaterThan(viewers / 2);
	});
}
