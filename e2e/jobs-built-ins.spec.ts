import { spawnSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobView } from "../lib/jobs/types";
import type { TestServer } from "./fixtures/server";
import { adminPassword, bothAccounts, viewerPassword } from "./fixtures/sign-in";
import { expect, test } from "./fixtures/test";

let directory: string;
test.beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-built-ins-"));
});
test.afterEach(() => rmSync(directory, { recursive: true }));

/** Runs a task to its end; what it said of itself is in `log`. */
async function run({ url }: TestServer, task: string, parameters: object) {
	const body = JSON.stringify({ task, parameters });
	const headers = { "Content-Type": "application/json" };
	const started = await fetch(`${url}/api/jobs`, { method: "POST", headers, body });
	const { id } = (await started.json()) as JobView;
	expect(started.status).toBe(201);
	// The stream ends with the job.
	const stream = await (await fetch(`${url}/api/jobs/${id}/stream`)).text();
	const job = (await (await fetch(`${url}/api/jobs/${id}`)).json()) as JobView;
	const log = await (await fetch(`${url}/api/jobs/${id}/log`)).text();
	const read = async (name = job.result?.files[0]?.name) =>
		(await fetch(`${url}/api/jobs/${id}/files/${name}`)).text();
	return { job, log, stream, read };
}

async function upload({ url }: TestServer, body: string | Uint8Array<ArrayBuffer>, headers: object = {}) {
	const answer = await fetch(`${url}/api/uploads`, {
		method: "POST",
		headers: { "Content-Type": "text/csv", ...headers },
		body,
	});
	return { status: answer.status, ...((await answer.json()) as { id: string; bytes: number }) };
}

test("disk usage finds what du finds, and names what is largest", async ({ start }) => {
	mkdirSync(join(directory, "a/b"), { recursive: true });
	writeFileSync(join(directory, "a/b/large"), Buffer.alloc(3_000_000, 1));
	linkSync(join(directory, "a/b/large"), join(directory, "a/again"));
	writeFileSync(join(directory, "line\nend"), Buffer.alloc(5_000, 1));
	const server = await start();
	const { job, log, read } = await run(server, "disk-usage", { directory });
	expect(job, log).toMatchObject({ status: "succeeded", progress: 1 });
	const du = spawnSync("du", ["-xs", "--block-size=1", directory], { encoding: "utf8" });
	expect(job.result?.facts).toMatchObject({
		bytes: Number.parseInt(du.stdout, 10),
		...{ files: 2, directories: 3, furtherNames: 1, unread: 0 },
	});
	expect(JSON.parse(await read()).tree.children).toMatchObject([
		{ name: "a", children: expect.anything() },
		{ name: "line\\nend", bytes: 8_192 },
	]);
	expect(log).toContain("2 files in 3 directories take");
});

test("a file with a mistake imports nothing, and says which line it is in", async ({ start }) => {
	const server = await start();
	const { id } = await upload(server, "time,shop.orders\n2026-11-20T03:00:00,1\n");
	const { job, log } = await run(server, "import", { upload: id });
	expect(job).toMatchObject({ status: "failed", reason: "Nothing was imported: the file has 1 mistake." });
	expect(log).toContain("Line 2: expected a time with its zone");
	const gone = await run(server, "import", { upload: "0123456789abcdef" });
	expect(gone.job.reason).toContain("The file is there no more");
});

test("what is imported is in the history, and its export is what was imported", async ({ start }) => {
	const server = await start();
	const from = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
	const lines = Array.from({ length: 3_000 }, (_, second) => {
		const time = new Date(from + second * 1_000).toISOString();
		return `${time},${second / 8},${3_000 - second}`;
	});
	const sent = await upload(server, `${["time,shop.orders,shop.stock", ...lines].join("\r\n")}\r\n`);
	expect(sent).toMatchObject({ status: 201, bytes: expect.any(Number) });
	// More than any other body may have.
	expect(sent.bytes).toBeGreaterThan(65_536);
	const imported = await run(server, "import", { upload: sent.id });
	expect(imported.job, imported.log).toMatchObject({
		status: "succeeded",
		result: { facts: { lines: 3_000, readings: 6_000, series: 2, leftOut: 0 } },
	});
	const query = `metric=shop.orders&from=${from}&to=${from + 2_999_000}&tier=1s`;
	const { series } = await (await fetch(`${server.url}/api/history?${query}`)).json();
	expect(series[0].points.find(([time]: number[]) => time === from + 8_000)?.[1]).toBe(1);
	// It is forgotten with its import.
	expect((await run(server, "import", { upload: sent.id })).job.status).toBe("failed");

	const exported = await run(server, "export", {
		...{ from, to: from + 2_999_000, metrics: ["shop"], tier: "1 s" },
	});
	expect(exported.job, exported.log).toMatchObject({
		status: "succeeded",
		result: { facts: { lines: 3_000 } },
	});
	const [header, ...rows] = (await exported.read()).trimEnd().split("\r\n");
	const names = (header ?? "").split(",");
	const at = ["shop.orders.mean", "shop.stock.mean"].map((name) => names.indexOf(name));
	expect(
		rows.map((row) => row.split(",")).map((row) => [row[0], ...at.map((index) => row[index])].join()),
	).toEqual(lines);
});

test("only who may run jobs may send a large file, and who leaves in the middle leaves nothing", async ({
	start,
}) => {
	const server = await start({ env: bothAccounts });
	const files = () => {
		const path = join(server.directory, "uploads");
		return existsSync(path) ? readdirSync(path) : [];
	};
	const signIn = async (account: string, password: string) => {
		const answer = await fetch(`${server.url}/api/sign-in`, {
			method: "POST",
			headers: { "Content-Type": "application/json" },
			body: JSON.stringify({ account, password }),
		});
		return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
	};
	const viewer = await signIn("viewer", viewerPassword);
	const admin = await signIn("admin", adminPassword);
	const large = new Uint8Array(8 * 2 ** 20).fill(120);
	expect((await upload(server, large)).status).toBe(401);
	expect((await upload(server, large, { Cookie: viewer })).status).toBe(403);
	expect((await upload(server, large, { Cookie: admin, Origin: "https://evil.example" })).status).toBe(403);
	expect((await upload(server, large, { Cookie: admin, "Content-Type": "text/plain" })).status).toBe(415);
	expect((await upload(server, new Uint8Array(8 * 2 ** 20 + 1), { Cookie: admin })).status).toBe(413);

	// As many at once as may, each of which leaves.
	for (let one = 0; one < 2; one++) {
		const socket = connect(server.port, "127.0.0.1");
		const head = `Host: 127.0.0.1:${server.port}\r\nCookie: ${admin}\r\nContent-Type: text/csv\r\n`;
		socket.write(
			`POST /api/uploads HTTP/1.1\r\n${head}Expect: 100-continue\r\nContent-Length: 8000000\r\n\r\n`,
		);
		const [line] = await new Promise<string[]>((resolve) =>
			socket.once("data", (bytes) => resolve(String(bytes).split("\r\n"))),
		);
		expect(line).toBe("HTTP/1.1 100 Continue");
		socket.write("time,a.b\n");
		socket.destroy();
	}
	await expect.poll(async () => (await upload(server, large, { Cookie: admin })).status).toBe(201);
	expect(files()).toHaveLength(1);
});
