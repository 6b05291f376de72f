import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "./fixtures/child";
import { expectLive, look, setVisibility } from "./fixtures/page";
import type { TestServer } from "./fixtures/server";
import { StreamReader } from "./fixtures/stream";
import { expect, test } from "./fixtures/test";

const secret = "hunter2-of-the-argv";
const many = 400;

let directory: string;
let children: Child[];
test.beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-processes-"));
	children = [];
});
test.afterEach(async () => {
	await Promise.all(children.map((child) => child.crash()));
	rmSync(directory, { recursive: true });
});

/** Starts a program that goes by a name of its own: the kernel takes that of the file. */
function startAs(name: string, script: string, ...words: string[]): Child {
	symlinkSync(process.execPath, join(directory, name));
	const child = new Child(join(directory, name), ["-e", script, "--", ...words], {
		cwd: directory,
		env: { PATH: process.env.PATH, NODE_ENV: "production" },
	});
	children.push(child);
	return child;
}

/** Makes what tells the share of one core that a process was given since the last look, in percent. */
function createShare(pid: number): () => number {
	const read = () => {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		const [user, system] = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 14).map(Number);
		return { ms: performance.now(), ticks: (user ?? 0) + (system ?? 0) };
	};
	let before = read();
	return () => {
		const now = read();
		// A tick is 10 ms.
		const share = ((now.ticks - before.ticks) * 1_000) / (now.ms - before.ms);
		before = now;
		return share;
	};
}

test("what is busy stands on top, what is searched for is found, and no arguments are told", async ({
	page,
	server,
}) => {
	const busy = startAs("hb-test-busy", "for (;;);", `--token=${secret}`);
	const quiet = startAs("hb-test-quiet", "setInterval(() => {}, 1e6)", secret);
	const requests: string[] = [];
	page.on("response", async (response) => {
		if (response.url().includes("/api/processes")) requests.push(await response.text().catch(() => ""));
	});
	const reader = await StreamReader.open(`${server.url}/api/stream?events=process`);
	await page.goto(server.url);
	await expectLive(page);
	const panel = look(page).panel("Processes");
	// The panel that the server drew may be replaced by the live one meanwhile.
	await expect(() => panel.scrollIntoViewIfNeeded({ timeout: 2_000 })).toPass({ timeout: 20_000 });
	const rows = panel.locator("tbody").getByRole("row");
	const row = rows.filter({ hasText: String(busy.pid) });
	await expect(row.getByRole("rowheader")).toHaveText("hb-test-busy");
	// Near 100 % when nothing else wants the processor; what the kernel gave it since the last look in any case.
	const percent = async () => Number.parseFloat((await row.getByRole("cell").nth(2).textContent()) ?? "");
	const given = createShare(busy.pid);
	await expect
		.poll(async () => Math.abs((await percent()) - given()), { timeout: 30_000, intervals: [2_000] })
		.toBeLessThan(15);
	await expect(rows.first(), "the busiest").toContainText("hb-test-busy", { timeout: 30_000 });
	await expect(panel).toContainText(/16 of [\d,]+ processes, \d+ running/);

	const search = panel.getByRole("searchbox", { name: "Search" });
	await search.fill("HB-TEST-QUI");
	await expect(rows).toHaveCount(1);
	await expect(rows).toContainText(String(quiet.pid));
	await expect(panel).toContainText(/1 of 1 found among [\d,]+ processes/);
	await search.fill("hb-test");
	await expect(rows).toHaveCount(2);
	await panel.getByRole("button", { name: "Name" }).click();
	await expect(rows.getByRole("rowheader")).toHaveText(["hb-test-busy", "hb-test-quiet"]);
	await panel.getByRole("button", { name: "Name" }).click();
	await expect(rows.getByRole("rowheader")).toHaveText(["hb-test-quiet", "hb-test-busy"]);
	await expect(panel.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
	await search.fill(secret);
	await expect(panel).toContainText(`No process has "${secret}" in its name, user, PID or container`);

	const kept = async () => (await fetch(`${server.url}/api/history/processes`)).text();
	await expect.poll(kept, { timeout: 30_000, intervals: [1_000] }).toContain("hb-test-busy");
	const cursor = look(page).panel("CPU time").getByRole("slider");
	await expect(async () => {
		await cursor.press("ArrowLeft");
		await expect(cursor).toHaveAttribute("aria-valuetext", /Busiest in that minute: .*hb-test-busy/, {
			timeout: 1_000,
		});
	}, "whoever looks at the peak is told who it was").toPass({ timeout: 30_000, intervals: [1_000] });

	await reader.until("readings of processes", () => reader.of("process").length >= 2);
	reader.close();
	const told = [
		...requests,
		await kept(),
		String(reader.bytes),
		await (await fetch(`${server.url}/api/processes?limit=100&sort=name`)).text(),
		await (await fetch(`${server.url}/api/snapshot?events=process`)).text(),
		server.output,
	];
	expect(told.slice(0, -1).join()).toContain("hb-test-busy");
	expect(told.join()).not.toContain(secret);
});

const tickOf = async (server: TestServer) => (await server.health()).sampler.lastTickTime ?? 0;

/** How often the sampler's first thread reads anything in twelve seconds; all of it would count its ended children too. */
async function countReads(server: TestServer): Promise<number> {
	const pid = server.samplerPid();
	const read = () => Number(/^syscr: (\d+)$/m.exec(readFileSync(`/proc/${pid}/task/${pid}/io`, "utf8"))?.[1]);
	const [before, from] = [read(), await tickOf(server)];
	await expect
		.poll(() => tickOf(server), { timeout: 20_000, intervals: [100] })
		.toBeGreaterThanOrEqual(from + 12_000);
	return read() - before;
}

test("processes are read each ten seconds for the history, and each two while somebody sees the panel", async ({
	page,
	start,
}) => {
	test.setTimeout(200_000);
	const server = await start();
	// Each of them is read once or twice in twelve seconds, or else six times.
	const script = `for (let n = 0; n < ${many}; n++) require("node:child_process").spawn("sleep", ["300"], { stdio: "ignore" }); console.log("all")`;
	await startAs("hb-test-many", script).said(/(all)/, 30_000);
	// Of one that is new more is read.
	const begun = await tickOf(server);
	await expect.poll(() => tickOf(server), { timeout: 30_000 }).toBeGreaterThan(begun + 11_000);
	const asked: string[] = [];
	page.on("request", (request) => asked.push(request.url()));
	await page.goto(server.url);
	await expectLive(page);
	const reads = await countReads(server);
	expect(asked.filter((url) => url.includes("/api/processes"))).toEqual([]);
	expect(reads, "with the panel below the screen").toBeLessThan(4.5 * many);
	const panel = look(page).panel("Processes");
	await expect(() => panel.scrollIntoViewIfNeeded({ timeout: 2_000 })).toPass({ timeout: 20_000 });
	await expect(panel.locator("tbody").getByRole("row")).toHaveCount(16);
	expect(await countReads(server), "with the panel on the screen").toBeGreaterThan(4.5 * many);
	await setVisibility(page, "hidden");
	await expect
		.poll(() => countReads(server), { message: "with the page hidden", timeout: 60_000 })
		.toBeLessThan(4.5 * many);
	await expect(panel).toHaveAttribute("data-stale", "true");
	await setVisibility(page, "visible");
	await expect(panel).toHaveAttribute("data-stale", "false");
	await look(page).stop.click();
	await expect(panel).toHaveAttribute("data-stale", "true");
});
