import { hostname } from "node:os";
import packageJson from "../package.json" with { type: "json" };
import { ask, makeToken, signIn, withLogin } from "./fixtures/access";
import { methods, type Role, walk } from "./fixtures/access-walk";
import { expect, test } from "./fixtures/test";

const listed = "https://listed.example";
const read = ["read"];
const all = ["read", "settings", "jobs", "push"];

/** Another letter in the middle of a cookie's part. */
function forge({ Cookie }: { Cookie: string }, part: number): { Cookie: string } {
	const parts = Cookie.split(".");
	const text = parts[part] ?? "";
	const at = Math.floor(text.length / 2);
	parts[part] = `${text.slice(0, at)}${text[at] === "a" ? "b" : "a"}${text.slice(at + 1)}`;
	return { Cookie: parts.join(".") };
}

test("each page, route and file answers each method of everyone as the table says", async ({ start }) => {
	test.setTimeout(120_000);
	const server = await start({ env: { ...withLogin, HOSTBEAT_CORS_ORIGINS: listed } });
	const [admin, viewer, gone] = await Promise.all([signIn(server), signIn(server, "viewer"), signIn(server)]);
	await ask(server, "/api/sign-out", { method: "POST", headers: gone });
	const reading = await makeToken(server, admin, read);
	const setting = await makeToken(server, admin, all);
	const revoked = await makeToken(server, admin, all);
	await ask(server, `/api/tokens/${revoked.id}`, { method: "DELETE", headers: admin });
	const swapped = [viewer.Cookie.split(".")[0], ...admin.Cookie.split(".").slice(1)].join(".");
	const mixed = [...viewer.Cookie.split(".").slice(0, 2), admin.Cookie.split(".")[2]].join(".");
	const evil = "https://evil.example";
	const cross = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors" };
	const strangers: [string, Record<string, string>][] = [
		["nobody", {}],
		["a session that was signed out", gone],
		["a forged id", forge(admin, 0)],
		["a forged secret", forge(admin, 1)],
		["a forged signature", forge(admin, 2)],
		["a session under another's id", { Cookie: swapped }],
		["a session with another's signature", { Cookie: mixed }],
		["a revoked token", revoked.headers],
		["a revoked token beside a session", { ...revoked.headers, ...admin }],
		["a forged token", { Authorization: `${setting.headers.Authorization.slice(0, -1)}!` }],
		["a name and a password", { Authorization: "Basic YWRtaW46YWRtaW4=", "X-Remote-User": "admin" }],
		["who came through a proxy that is not trusted", { "X-Forwarded-For": "127.0.0.1", "X-Real-IP": "::1" }],
	];
	const foreign: [string, Record<string, string>][] = [
		["a page elsewhere", { Origin: evil, ...cross }],
		["a page elsewhere in an old browser", { Origin: evil }],
		["a page of nowhere", { Origin: "null" }],
		["a picture elsewhere", { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" }],
		["a frame elsewhere", { ...cross, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe" }],
		["a page of this site", { Origin: "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site" }],
	];
	const roles: Role[] = [
		...strangers.map(([name, headers]) => ({ name, headers, scopes: [], isStranger: true })),
		{ name: "viewer", headers: viewer, scopes: read, account: "viewer" },
		{ name: "admin", headers: { ...admin }, scopes: all, account: "admin" },
		{
			name: "admin in our own page",
			headers: { ...admin, "Sec-Fetch-Site": "same-origin", Origin: server.url },
			scopes: all,
			account: "admin",
		},
		{ name: "a token to read", headers: reading.headers, scopes: read, isToken: true },
		{ name: "a token for settings", headers: setting.headers, scopes: all, isToken: true },
		...foreign.map(([name, headers]) => ({
			name: `admin in ${name}`,
			headers: { ...admin, ...headers },
			scopes: all,
			refused: 403 as const,
		})),
		{
			name: "admin in a page of a listed origin",
			headers: { ...admin, ...cross, Origin: listed },
			scopes: all,
			isListed: true,
			account: "admin",
		},
		...["evil.example", `evil.example:${server.port}`, "a@127.0.0.1", "192.168.0.1"].map((Host) => ({
			name: `admin at ${Host}`,
			headers: { ...admin, Host },
			scopes: all,
			refused: 421 as const,
		})),
	];
	const before = server.output.length;
	const { asked, faults } = await walk(server, roles);
	console.log(`    ${asked} requests of ${roles.length} roles, with ${methods.length} methods`);
	expect(faults).toEqual([]);
	expect(server.output.slice(before), "what the log was made to say").not.toMatch(/error|unhandled|Invalid/i);
	await expect.poll(async () => (await signInAndCount(server)).sessions, { timeout: 5_000 }).toBe(0);
});

async function signInAndCount(server: Parameters<typeof ask>[0]): Promise<{ sessions: number }> {
	return JSON.parse((await ask(server, "/api/health", { headers: await signIn(server) })).body);
}

test("a session that has ended by itself is a stranger's everywhere", async ({ start }) => {
	const server = await start({ env: { ...withLogin, HOSTBEAT_SESSION_MAX: "2s" } });
	const admin = await signIn(server);
	const kind = async () => JSON.parse((await ask(server, "/api/session", { headers: admin })).body).kind;
	expect(await kind()).toBe("session");
	await expect.poll(kind).toBe("anonymous");
	const role = { name: "a session that has ended", headers: admin, scopes: [], isStranger: true };
	expect((await walk(server, [role])).faults).toEqual([]);
});

test("where only this machine can ask everything is open to it, and nothing to what came through a proxy", async ({
	start,
}) => {
	const server = await start();
	const forwarded = [
		"Forwarded",
		"Via",
		"X-Forwarded-For",
		"X-Forwarded-Host",
		"X-Forwarded-Proto",
		"X-Real-IP",
	];
	const roles: Role[] = [
		{ name: "this machine", headers: {}, scopes: all, isStranger: true },
		{ name: "a token that is none", headers: { Authorization: "Bearer x" }, scopes: [], isStranger: true },
		{ name: "a page elsewhere", headers: { Origin: "https://evil.example" }, scopes: all, refused: 403 },
		{ name: "a name elsewhere", headers: { Host: "rebound.example" }, scopes: all, refused: 421 },
		...forwarded.map((name) => ({
			name: `${name} of a proxy`,
			headers: { [name]: name === "Via" ? "1.1 proxy" : "127.0.0.1" },
			scopes: all,
			isBehindProxy: true,
		})),
	];
	expect((await walk(server, roles)).faults).toEqual([]);
});

test("where everyone may read without a login, they may no more, and who has a password can still sign in", async ({
	start,
}) => {
	const server = await start({ env: { ...withLogin, HOSTBEAT_UNSAFE_NO_LOGIN: "1" } });
	const admin = await signIn(server);
	const proxied = { "X-Forwarded-For": "203.0.113.7" };
	const roles: Role[] = [
		{ name: "everyone", headers: {}, scopes: read, isStranger: true },
		{ name: "everyone behind a proxy", headers: proxied, scopes: read, isStranger: true },
		{ name: "a forged session", headers: forge(admin, 2), scopes: read, isStranger: true },
		{ name: "a token that is none", headers: { Authorization: "Bearer x" }, scopes: [], isStranger: true },
		{ name: "admin", headers: { ...admin }, scopes: all, account: "admin" },
	];
	expect((await walk(server, roles)).faults).toEqual([]);
});

test("a stranger learns no version, no name and no reading, wherever they look", async ({ start }) => {
	const server = await start({ env: withLogin });
	for (const path of [
		"/",
		"/login",
		"/login?_rsc=x",
		"/nothing",
		"/api/health",
		"/api/session",
		"/api/stream",
	]) {
		for (const more of [undefined, { RSC: "1" }]) {
			const { body } = await ask(server, path, { headers: { Accept: "text/html", ...more } });
			for (const word of [packageJson.version, packageJson.dependencies.next, "utilization", "pid"]) {
				expect(body, `${word} at ${path}`).not.toContain(word);
			}
			expect(body, `the host's name at ${path}`).not.toMatch(new RegExp(`\\b${hostname()}\\b`));
		}
	}
	const health = await ask(server, "/api/health");
	expect(JSON.parse(health.body)).toEqual({ status: expect.stringMatching(/^(ok|degraded)$/) });
	const told = await ask(server, "/api/health", { headers: await signIn(server, "viewer") });
	expect(JSON.parse(told.body)).toMatchObject({ version: packageJson.version, sampler: expect.anything() });
});
