import type { Page } from "@playwright/test";
import { expectLive, expectToMove, listen, look, sentence } from "./fixtures/page";
import { isRunning } from "./fixtures/process";
import type { TestServer } from "./fixtures/server";
import { StreamReader } from "./fixtures/stream";
import { expect, test } from "./fixtures/test";

interface Gap {
	from: number;
	to: number;
	reason: string;
}

async function watch(page: Page, server: TestServer) {
	const reader = await StreamReader.open(`${server.url}/api/stream`);
	await page.goto(server.url);
	await expectLive(page);
	await expectToMove(look(page).clock);
	const states = await listen(sentence(page));
	const headlines = await listen(
		look(page)
			.header.getByRole("paragraph")
			.getByText(/^(All well|Disk |Memory |Load )/),
	);
	const sampler = server.samplerPid();
	if (sampler === null) throw new Error("the sampler does not run");
	return { reader, states, headlines, sampler };
}

/** Waits for a new sampler whose readings arrive; tells how long that took. */
async function expectReplaced(server: TestServer, reader: StreamReader, before: number, since: number) {
	const known = reader.of("cpu").length;
	await expect
		.poll(() => isRunning(before), { timeout: 10_000, message: "the old sampler is gone" })
		.toBe(false);
	await expect
		.poll(() => [null, before].includes(server.samplerPid()), {
			timeout: 10_000,
			message: "a new sampler runs",
		})
		.toBe(false);
	await reader.until("two new readings", () => reader.of("cpu").length >= known + 2, 15_000);
	const first = reader.of("cpu").find(({ at }) => at > since + 50);
	console.log(`    readings again ${(first?.at ?? 0) - since} ms after the sampler was hit`);
	expect((first?.at ?? 0) - since).toBeLessThan(8_000);
}

/** Nothing was sent twice, and what is missing is missing everywhere alike and called so. */
async function expectHonestHistory(server: TestServer, reader: StreamReader, reason: RegExp) {
	const times = reader.of("cpu").map(({ data }) => data.time);
	const seconds = times.map((time) => Math.floor(time / 1_000));
	expect(seconds, "never two for one second, never backwards").toEqual([...new Set(seconds)].sort());
	const [first = 0, last = 0] = [seconds[0], seconds.at(-1)];
	const missing = Array.from({ length: last - first }, (_, index) => first + index).filter(
		(second) => !seconds.includes(second),
	);
	const query = new URLSearchParams({ from: `${first}000`, to: `${last}000`, metric: "cpu.utilization" });
	const history = await (await fetch(`${server.url}/api/history?${query}`)).json();
	const gaps: Gap[] = history.gaps;
	const inGaps = gaps.flatMap(({ from, to }) =>
		Array.from({ length: (to - from) / 1_000 + 1 }, (_, index) => from / 1_000 + index),
	);
	expect(inGaps.sort()).toEqual(missing);
	const named = gaps.filter((gap) => reason.test(gap.reason));
	if (missing.length > 0) expect(named.length, JSON.stringify(gaps)).toBeGreaterThan(0);
	return missing.length;
}

test("a killed sampler is named and replaced, and the connection stays live", async ({ page, start }) => {
	const server = await start();
	const { reader, states, headlines, sampler } = await watch(page, server);
	const hit = Date.now();
	process.kill(sampler, "SIGKILL");
	await expectReplaced(server, reader, sampler, hit);
	await expect
		.poll(async () => (await headlines()).map(({ text }) => text))
		.toContain("No readings: the sampler ended (SIGKILL) and is being restarted");
	await expect(look(page).header).not.toContainText("No readings");
	expect((await states()).map(({ text }) => text)).toEqual(["Live"]);
	await expectHonestHistory(server, reader, /the sampler ended \(SIGKILL\)/);
	expect((await server.health()).status).toBe("ok");
	reader.close();
});

test("a frozen sampler is named, its numbers are dimmed, and it is replaced", async ({ page, start }) => {
	const server = await start();
	const { reader, states, headlines, sampler } = await watch(page, server);
	const hit = Date.now();
	process.kill(sampler, "SIGSTOP");
	await expect(look(page).header).toContainText("No readings: the sampler does not answer", {
		timeout: 4_000,
	});
	expect(await server.health()).toMatchObject({
		status: "degraded",
		sampler: { reason: "the sampler does not answer" },
	});
	for (const name of ["CPU", "Memory", "Network", "Disk", "Load"]) {
		await expect(look(page).panel(name)).toHaveAttribute("data-stale", "true");
		await expect(look(page).panel(name)).toContainText(/\d+ s ago/);
	}
	// The server itself is well, and its time still comes.
	await expect(look(page).clock).toHaveAttribute("data-stale", "false");
	await expectReplaced(server, reader, sampler, hit);
	await expect(look(page).header).not.toContainText("No readings");
	for (const name of ["CPU", "Memory"])
		await expect(look(page).panel(name)).toHaveAttribute("data-stale", "false");
	expect((await states()).map(({ text }) => text)).toEqual(["Live"]);
	const first = (await headlines()).find(({ text }) => text.startsWith("No readings"));
	console.log(`    named after ${(first?.at ?? 0) - hit} ms`);
	expect(await expectHonestHistory(server, reader, /the sampler/)).toBeGreaterThan(1);
	reader.close();
});
