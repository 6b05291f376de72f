import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendRaw } from "./fixtures/raw-request";
import type { TestServer } from "./fixtures/server";
import { expect, test } from "./fixtures/test";

interface Range {
	from: number;
	to: number;
	stepMs: number;
	tier: string;
	series: { metric: string; points: [number, number | null, number | null, number | null][] }[];
	facts: { kind: string; time: number; until: number | null }[];
	gaps: { from: number; to: number; reason: string }[];
}

const ask = (server: TestServer, path: string, headers: Record<string, string> = {}) =>
	fetch(`${server.url}/api/history${path}`, { headers: { Connection: "close", ...headers } });

const readRange = async (server: TestServer, query: string) =>
	(await (await ask(server, `?${query}`)).json()) as Range;

/** Waits until the newest so many seconds of the processor are known. */
async function waitForSeconds(server: TestServer, count: number): Promise<Range> {
	let range = await readRange(server, "metric=cpu.utilization");
	const known = () => range.series[0]?.points.slice(-count).filter(([, mean]) => mean !== null).length;
	const read = async () => {
		range = await readRange(server, "metric=cpu.utilization");
		return known();
	};
	await expect.poll(read, { timeout: 20_000 }).toBe(count);
	return range;
}

test("a range comes as JSON or CSV with the same numbers; who has it is not sent it again, and who asks wrongly is told what to ask", async ({
	server,
}) => {
	const { to, tier } = await waitForSeconds(server, 3);
	const query = `metric=cpu.utilization&metric=disk.gone&from=${to - 2_000}&to=${to}`;
	const range = await readRange(server, query);
	expect(range).toMatchObject({ stepMs: 1_000, tier, missing: { "disk.gone": expect.any(String) } });

	const csv = await ask(server, `?${query}&tier=${encodeURIComponent(tier)}`, { Accept: "text/csv" });
	expect(csv.headers.get("content-type")).toContain("text/csv");
	expect(csv.headers.get("content-disposition")).toMatch(/^attachment; filename="hostbeat-[\w.-]+\.csv"$/);
	expect((await csv.text()).trimEnd().split("\r\n")).toEqual([
		"time,cpu.utilization",
		...(range.series[0]?.points ?? []).map(([time, mean]) => `${new Date(time).toISOString()},${mean}`),
	]);

	const closed = `?metric=cpu.utilization&from=${to - 600_000}&to=${to - 300_000}`;
	const tag = (await ask(server, closed)).headers.get("etag") ?? "";
	expect(tag).toMatch(/^W\/"[\w-]+"$/);
	const again = await ask(server, closed, { "If-None-Match": tag });
	expect([again.status, await again.text()]).toEqual([304, ""]);
	expect((await ask(server, `?from=${to - 1_000}`)).headers.get("etag"), "it may still grow").toBeNull();

	const refused = await ask(server, "?metric=cpu.utilisation");
	expect([refused.status, await refused.json()]).toEqual([
		400,
		{
			error: {
				code: "bad_request",
				message: 'metric: expected a metric of cpu, got "cpu.utilisation"; did you mean "cpu.utilization"?',
			},
		},
	]);
	const { status } = await sendRaw(
		server.port,
		"GET /api/history?format=csv HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
	);
	expect(status, "a foreign name is refused here too").toBe(421);
	for (const path of ["", "/facts", "/kept", "/processes", "?format=csv"]) {
		const head = await fetch(`${server.url}/api/history${path}`, {
			method: "HEAD",
			headers: { Connection: "close" },
		});
		expect([path, head.status, await head.text()]).toEqual([path, 200, ""]);
	}
});

test("an export that nobody reads holds its place no longer than its reader stays", async ({ server }) => {
	await waitForSeconds(server, 2);
	const leaving = Array.from({ length: 20 }, async () => {
		const gone = new AbortController();
		const answer = await fetch(`${server.url}/api/history?format=csv`, { signal: gone.signal });
		gone.abort();
		return answer.status;
	});
	await Promise.allSettled(leaving);
	await expect.poll(async () => (await ask(server, "?format=csv")).status).toBe(200);
});

test("after a restart the series goes on where it was, broken only while the server was off, which is told", async ({
	start,
}) => {
	const directory = mkdtempSync(join(tmpdir(), "hostbeat-history-api-"));
	const env = { HOSTBEAT_DATA_DIR: directory };
	const first = await start({ env });
	const before = await waitForSeconds(first, 3);
	await first.stop();
	// A start is quicker than a second, and then none would be missed.
	const stopped = Date.now();
	await expect.poll(() => Date.now() - stopped, "off for two seconds").toBeGreaterThan(2_000);

	const second = await start({ env });
	await expect
		.poll(async () => (await readRange(second, "metric=cpu.utilization")).to, { timeout: 20_000 })
		.toBeGreaterThan(before.to + 3_000);
	const after = await readRange(second, "metric=cpu.utilization");
	const points = new Map(after.series[0]?.points.map((point) => [point[0], point]));
	for (const point of before.series[0]?.points ?? []) {
		if (point[1] !== null) expect(points.get(point[0])).toEqual(point);
	}
	const { facts } = await (await ask(second, "/facts")).json();
	expect(facts.map(({ kind }: { kind: string }) => kind)).toEqual(
		expect.arrayContaining(["started", "stopped", "off", "started"]),
	);
	const off = after.facts.find(({ kind }) => kind === "off");
	expect(after.gaps).toContainEqual({ from: off?.time, to: off?.until, reason: expect.any(String) });
	expect(await (await ask(second, "/kept")).json()).toMatchObject({ state: "kept", reason: null });
	const { history } = await (
		await fetch(`${second.url}/api/health`, { headers: { Connection: "close" } })
	).json();
	expect(history).toMatchObject({ state: "kept", maxBytes: 1_073_741_824 });
	rmSync(directory, { recursive: true });
});
