import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listDescendants } from "../scripts/process/family.mjs";
import type { TestServer } from "./fixtures/server";
import { StreamReader } from "./fixtures/stream";
import { expect, test } from "./fixtures/test";

const admin = "the-password-of-the-admin";
const viewer = "the-password-of-the-viewer";
const typed = "a-password-of-something-else";
const root = join(import.meta.dirname, "..");

const post = (server: TestServer, path: string, body: object, headers: Record<string, string> = {}) =>
	fetch(`${server.url}${path}`, {
		method: "POST",
		headers: { "Content-Type": "application/json", ...headers },
		body: JSON.stringify(body),
	});

/** Signs in, and gives the cookie as a browser sends it. */
async function signIn(server: TestServer, account: string, password: string): Promise<string> {
	const response = await post(server, "/api/sign-in", { account, password });
	expect(response.status).toBe(200);
	return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

/** The parts of a cookie or token that nobody else may know: the long ones, for ids are no secrets. */
const secretsOf = (text: string) => text.split(/[=.]|_(?=[\w-]{43}$)/).filter((part) => part.length > 32);

/** All that lies in the data directory, by its name. */
function readDirectory(directory: string): [string, string][] {
	return readdirSync(directory, { recursive: true, encoding: "utf8" })
		.filter((name) => statSync(join(directory, name)).isFile())
		.map((name) => [name, readFileSync(join(directory, name), "latin1")]);
}

// Not the text itself: a test that fails would print all that this machine has in its environment.
const holds = (pid: number, file: "environ" | "cmdline", text: string) =>
	readFileSync(`/proc/${pid}/${file}`, "latin1").includes(text);

test("no password, cookie or token is in anything that is said, kept, shown or told", async ({ start }) => {
	const env = { HOSTBEAT_PASSWORD: admin, HOSTBEAT_VIEWER_PASSWORD: viewer, HOSTBEAT_PROCESS_ARGUMENTS: "1" };
	const server = await start({ env });
	const cookie = await signIn(server, "admin", admin);
	const other = await signIn(server, "viewer", viewer);
	expect((await post(server, "/api/sign-in", { account: typed, password: typed })).status).toBe(401);
	const made = await post(server, "/api/tokens", { name: "script", scopes: ["read"] }, { Cookie: cookie });
	const { token, id } = (await made.json()) as { token: string; id: string };
	const secrets = [admin, viewer, typed, ...[cookie, other, token].flatMap(secretsOf)];
	expect(secrets).toHaveLength(3 + 2 + 2 + 1);

	const answers = new Map<string, string>();
	const ask = async (path: string, headers: Record<string, string>) => {
		const response = await fetch(`${server.url}${path}`, { headers });
		expect(response.status, path).toBe(200);
		answers.set(path, `${JSON.stringify([...response.headers])}${await response.text()}`);
	};
	expect((await fetch(`${server.url}/?token=${token}`, { redirect: "manual" })).status).toBe(303);
	const bearer = { Authorization: `Bearer ${token}` };
	const stream = await StreamReader.open(`${server.url}/api/stream?events=process,self,clock,cpu`, bearer);
	await stream.until(
		"ten seconds of events",
		() => stream.of("clock").length >= 10 && stream.of("process").length >= 4,
	);
	stream.close();
	for (const path of [
		"/",
		"/login?failed=wrong",
		"/api/session",
		"/api/sessions",
		"/api/tokens",
		"/api/audit",
	]) {
		await ask(path, { Cookie: cookie });
	}
	for (const path of [
		"/api/snapshot",
		"/api/processes?search=agent.mjs",
		"/api/history?metric=cpu",
		"/api/history/facts",
		"/api/history/kept",
	]) {
		await ask(path, bearer);
	}
	await ask("/api/health", {});
	// A copy that is made while it runs.
	const copy = join(server.directory, "copy.db");
	const backup = execFileSync(process.execPath, ["scripts/run.mjs", "backup", "--", copy], {
		cwd: root,
		env: { ...process.env, HOSTBEAT_DATA_DIR: server.directory },
		encoding: "utf8",
	});
	const family = [server.pid, ...listDescendants(server.pid)];
	await server.stop();

	const told = new Map([
		...answers,
		...readDirectory(server.directory),
		["the stream", stream.bytes.toString("latin1")],
		["its output", server.output],
		["what the copy says", backup],
	]);
	for (const [name, text] of told) {
		for (const secret of secrets) expect(text.includes(secret), `${name} holds ${secret}`).toBe(false);
	}
	// And that all of this was looked at: what is no secret is there.
	expect(told.get("access.json")).toContain(`"id":"${id}"`);
	expect(told.get("audit.log")).toContain("sign-in-failed");
	expect(told.get("copy.db")).toContain("SQLite format 3");
	expect(told.get("/api/tokens")).toContain('"script"');
	expect(told.get("/api/processes?search=agent.mjs")).toContain("dist/agent.mjs");
	expect(family.length).toBeGreaterThan(1);
});

test("all that is kept is for the user of the server alone", async ({ start }) => {
	const server = await start({ env: { HOSTBEAT_PASSWORD: admin } });
	await signIn(server, "admin", admin);
	const names = readDirectory(server.directory).map(([name]) => name);
	expect(names).toEqual(expect.arrayContaining(["access.json", "audit.log"]));
	for (const name of names) {
		expect((statSync(join(server.directory, name)).mode & 0o777).toString(8), name).toBe("600");
	}
});

test("a password is in no process's arguments, and in the environment of no other process than the server itself", async ({
	start,
}) => {
	const server = await start({ env: { HOSTBEAT_PASSWORD: admin } });
	const sampler = server.samplerPid() ?? 0;
	for (const pid of [server.pid, ...listDescendants(server.pid)]) {
		expect(holds(pid, "cmdline", admin)).toBe(false);
		// What a process was started with stays there for root and its own user, whatever it does.
		expect(holds(pid, "environ", admin)).toBe(pid === server.pid);
	}
	// One that is started later gets no more.
	process.kill(sampler, "SIGKILL");
	await expect.poll(() => [null, sampler].includes(server.samplerPid()), { timeout: 20_000 }).toBe(false);
	expect(holds(server.samplerPid() ?? 0, "environ", admin)).toBe(false);
});

test("a password from a file is in no environment at all", async ({ start }) => {
	const directory = mkdtempSync(join(tmpdir(), "hostbeat-secrets-"));
	const file = join(directory, "password");
	writeFileSync(file, `${admin}\n`, { mode: 0o600 });
	const server = await start({ env: { HOSTBEAT_PASSWORD_FILE: file } });
	await signIn(server, "admin", admin);
	const family = [server.pid, ...listDescendants(server.pid)];
	expect(family.filter((pid) => holds(pid, "environ", admin))).toEqual([]);
	expect(holds(server.pid, "environ", file)).toBe(true);
	rmSync(directory, { recursive: true });
});
