import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError, readConfig, takeConfig } from "./config";

const secret = "a secret that nobody may see";

describe("passwords", () => {
	let directory: string;
	beforeEach(() => {
		directory = mkdtempSync(join(tmpdir(), "hostbeat-config-"));
	});
	afterEach(() => {
		rmSync(directory, { recursive: true });
		for (const name of ["HOSTBEAT_PASSWORD", "HOSTBEAT_PASSWORD_FILE", "HOSTBEAT_VIEWER_PASSWORD"])
			delete process.env[name];
	});
	const file = (text: string) => {
		writeFileSync(join(directory, "password"), text);
		return join(directory, "password");
	};
	const mistake = (env: Record<string, string>) => {
		try {
			readConfig(env);
		} catch (error) {
			expect(error).toBeInstanceOf(ConfigError);
			return (error as Error).message;
		}
		return null;
	};

	it.each([
		["too short", "s3cret", "got 6 on 1"],
		["too long", "s3cret".repeat(200), "got 1200 on 1"],
		["of two lines", "s3cret s3cret\ns3cret s3cret", "got 27 on 2"],
		["of spaces", " ".repeat(20), "got 20 on 1"],
		["with what no keyboard sends", "s3cret s3cret\u0000", "got 14 on 1"],
	])("are not repeated where one is %s, wherever it comes from", (_what, password, got) => {
		for (const name of ["HOSTBEAT_PASSWORD", "HOSTBEAT_VIEWER_PASSWORD"]) {
			const expected = `: expected 12 to 1024 characters on one line, ${got}`;
			expect(mistake({ [name]: password })).toBe(`${name}${expected}`);
			expect(mistake({ [`${name}_FILE`]: file(`${password}\n`) })).toBe(`${name}_FILE${expected}`);
		}
	});

	it("are not repeated among other mistakes, nor in a warning", () => {
		expect(mistake({ HOSTBEAT_PASSWORD: "s3cret", PORT: "http" })).not.toContain("s3cret");
		const { warnings } = readConfig({
			HOSTBEAT_PASSWORT: secret,
			HOSTBEAT_PASSWORD: secret,
			HOST: "0.0.0.0",
		});
		expect(warnings).toHaveLength(1);
		expect(warnings.join()).not.toContain(secret);
	});

	it.each([
		["with a line's end", `${secret}\n`],
		["with one of Windows", `${secret}\r\n`],
		["without", secret],
		["with a mark of its encoding", `\uFEFF${secret}\n`],
	])("come from a file, %s", (_what, text) => {
		expect(readConfig({ HOSTBEAT_PASSWORD_FILE: file(text) }).access.passwords).toEqual({ admin: secret });
	});

	it("keep the spaces around them, which may be meant", () => {
		const { passwords } = readConfig({ HOSTBEAT_PASSWORD_FILE: file(`  ${secret} \n`) }).access;
		expect(passwords.admin).toBe(`  ${secret} `);
	});

	it("do not start a server that nobody could get into, or everybody: an empty file is a mistake", () => {
		const expected = "HOSTBEAT_PASSWORD_FILE: expected 12 to 1024 characters on one line, got 0 on 1";
		expect(mistake({ HOSTBEAT_PASSWORD_FILE: file("") })).toBe(expected);
		expect(mistake({ HOSTBEAT_PASSWORD_FILE: file("\n") })).toBe(expected);
	});

	it("say which file cannot be read, and why", () => {
		const path = join(directory, "none");
		expect(mistake({ HOSTBEAT_PASSWORD_FILE: path })).toBe(
			`HOSTBEAT_PASSWORD_FILE: expected a file that can be read, got "${path}" (ENOENT)`,
		);
		expect(mistake({ HOSTBEAT_VIEWER_PASSWORD_FILE: directory })).toContain("(EISDIR)");
	});

	it("come from one place: both is a mistake", () => {
		const env = { HOSTBEAT_PASSWORD: secret, HOSTBEAT_PASSWORD_FILE: file(secret) };
		expect(mistake(env)).toBe("HOSTBEAT_PASSWORD_FILE: expected either this or HOSTBEAT_PASSWORD, got both");
	});

	it("are not in the environment once they are read, nor among what is told of the settings", () => {
		process.env.HOSTBEAT_PASSWORD_FILE = file(secret);
		process.env.HOSTBEAT_VIEWER_PASSWORD = `${secret}!`;
		const config = takeConfig();
		expect(config.access.passwords).toEqual({ admin: secret, viewer: `${secret}!` });
		expect(Object.keys(process.env).filter((name) => name.includes("PASSWORD"))).toEqual([]);
		const { access: _, ...others } = config;
		expect(JSON.stringify(others)).not.toContain(secret);
	});

	it("are demanded by any other address than this machine's own, and by every name and proxy", () => {
		const anonymous = (env: Record<string, string>) => readConfig(env).access.anonymous;
		for (const HOST of ["0.0.0.0", "::", "192.168.1.5", "server.example"])
			expect(anonymous({ HOST })).toEqual([]);
		expect(anonymous({ HOSTBEAT_ALLOWED_HOSTS: "a.example" })).toEqual([]);
		expect(anonymous({ HOSTBEAT_TRUSTED_PROXIES: "127.0.0.1" })).toEqual([]);
		expect(anonymous({ HOSTBEAT_PASSWORD: secret })).toEqual([]);
		expect(anonymous({ HOSTBEAT_VIEWER_PASSWORD: secret })).toEqual([]);
		expect(anonymous({ HOSTBEAT_UNSAFE_NO_LOGIN: "1", HOST: "0.0.0.0" })).toEqual(["read"]);
		expect(anonymous({})).toEqual(["read", "settings", "jobs", "push"]);
	});
});

describe("readConfig", () => {
	it("listens where it is told when that was said to be safe, and says what it means", () => {
		const config = readConfig({ HOST: "0.0.0.0", HOSTBEAT_UNSAFE_NO_LOGIN: "1" });
		expect(config.access).toMatchObject({ anonymous: ["read"], refusesForwarded: false });
		expect(config.warnings[0]).toMatch(/everyone who can reach this address/);
	});

	it("says who may run commands where nobody signs in", () => {
		const directory = mkdtempSync(join(tmpdir(), "config-"));
		const HOSTBEAT_CONFIG = join(directory, "hostbeat.yaml");
		writeFileSync(HOSTBEAT_CONFIG, "tasks: [{ id: tidy, title: Tidy, command: [/bin/true] }]", {
			mode: 0o600,
		});
		expect(readConfig({ HOSTBEAT_CONFIG }).warnings).toEqual([
			expect.stringMatching(/every user of this machine may run the commands/),
		]);
		expect(readConfig({ HOSTBEAT_CONFIG, HOSTBEAT_PASSWORD: secret }).warnings).toEqual([]);
		rmSync(directory, { recursive: true });
	});

	it("names all mistakes at once, with what was expected and what came", () => {
		expect(() => readConfig({ PORT: "http", HOSTBEAT_INTERVAL_MS: "fast" })).toThrow(
			'PORT: expected a whole number from 0 to 65535, got "http"\n' +
				'HOSTBEAT_INTERVAL_MS: expected 250, 500, or whole seconds up to 60000, got "fast"',
		);
	});

	it("names those of the file of jobs with them", () => {
		const directory = mkdtempSync(join(tmpdir(), "hostbeat-config-"));
		const file = join(directory, "jobs.yaml");
		writeFileSync(file, "jobs:\n  atOnce: many\n");
		expect(() => readConfig({ PORT: "http", HOSTBEAT_CONFIG: file })).toThrow(
			'PORT: expected a whole number from 0 to 65535, got "http"\n' +
				`${file}:2: jobs.atOnce: expected a whole number from 1 to 64, got "many"`,
		);
		writeFileSync(file, "jobs:\n  atOnce: 2\n");
		expect(readConfig({ HOSTBEAT_CONFIG: file })).toMatchObject({
			jobs: { atOnce: 2 },
			settings: { HOSTBEAT_CONFIG: file, "hostbeat.yaml": "jobs:\n  atOnce: 2\n" },
		});
		rmSync(directory, { recursive: true });
	});

	it("answers to this machine's own name, long and short, where others can reach it", () => {
		const read = (HOST: string) =>
			readConfig({ HOST, HOSTBEAT_UNSAFE_NO_LOGIN: "1", HOSTBEAT_ALLOWED_HOSTS: "status.example" }, "Box.Lan")
				.allowedHosts;
		expect(read("0.0.0.0")).toEqual(["box.lan", "box", "status.example"]);
		expect(read("box")).toEqual(["box", "box.lan", "status.example"]);
		expect(read("127.0.0.1")).toEqual(["status.example"]);
		expect(read("localhost")).toEqual(["localhost", "status.example"]);
	});

	it.each(["-1", "65536", "1.5"])("refuses the port %s", (PORT) => {
		expect(() => readConfig({ PORT })).toThrow("PORT: expected");
	});

	it("limits the streams of one address where others can reach it", () => {
		const read = (more: Record<string, string>) =>
			readConfig({ HOST: "0.0.0.0", HOSTBEAT_UNSAFE_NO_LOGIN: "1", ...more }).streams;
		expect(read({})).toEqual({ total: 10_000, perAddress: 100 });
		expect(read({ HOSTBEAT_MAX_STREAMS: "50", HOSTBEAT_MAX_STREAMS_PER_ADDRESS: "3" })).toEqual({
			total: 50,
			perAddress: 3,
		});
		expect(() => read({ HOSTBEAT_MAX_STREAMS: "0" })).toThrow(/HOSTBEAT_MAX_STREAMS: expected .* got "0"/);
	});

	it.each(["*", "example.com", "https://a.example/", "https://a.example/path", "ftp://a.example", "null"])(
		"takes exact origins only, not %s",
		(origin) => {
			const env = { HOSTBEAT_CORS_ORIGINS: `https://b.example, ${origin}` };
			expect(() => readConfig(env)).toThrow(/HOSTBEAT_CORS_ORIGINS: expected origins like/);
		},
	);

	it("reads the origins whose pages may read the API", () => {
		const env = { HOSTBEAT_CORS_ORIGINS: "https://A.example, http://b.example:8080" };
		expect(readConfig(env).corsOrigins).toEqual(["https://a.example", "http://b.example:8080"]);
	});

	it("warns of a setting that it does not know, for it may be a slip", () => {
		expect(readConfig({ HOSTBEAT_INTERVALL_MS: "500" }).warnings).toEqual([
			"HOSTBEAT_INTERVALL_MS is not a setting of this version and is ignored.",
		]);
	});

	it.each(["docker.sock", "/run/docker.sock,", "tcp://127.0.0.1:2375", "None"])(
		"takes no %s for the socket of an engine",
		(HOSTBEAT_DOCKER_SOCKET) => {
			expect(() => readConfig({ HOSTBEAT_DOCKER_SOCKET })).toThrow(
				'HOSTBEAT_DOCKER_SOCKET: expected full paths with commas between them, or "none", got',
			);
		},
	);

	it("reads on which sockets containers are asked for, or that none are", () => {
		const read = (env: Record<string, string>) => readConfig(env).containerSockets;
		expect(read({ HOSTBEAT_DOCKER_SOCKET: "/a/Docker.sock,/b.sock" })).toEqual(["/a/Docker.sock", "/b.sock"]);
		expect(read({ HOSTBEAT_DOCKER_SOCKET: "none" })).toEqual([]);
		expect(read({ XDG_RUNTIME_DIR: "/run/user/1000" }).slice(3)).toEqual([
			"/run/user/1000/docker.sock",
			"/run/user/1000/podman/podman.sock",
		]);
	});

	it("keeps a day of seconds and three years in all, in at most one GiB, unless told", () => {
		const { directory, history } = readConfig({ HOSTBEAT_DATA_DIR: "/var/lib/hostbeat" });
		expect(directory).toBe("/var/lib/hostbeat");
		expect(history?.maxBytes).toBe(2 ** 30);
		expect(history?.tiers.map(({ name, retentionMs }) => [name, retentionMs / 86_400_000])).toEqual([
			["1 s", 1],
			["10 s", 7],
			["1 min", 90],
			["15 min", 1_095],
		]);
		expect(readConfig({ HOSTBEAT_HISTORY: "0" }).history).toBeNull();
	});

	it.each([
		["HOSTBEAT_HISTORY_TIERS", "1s", /like 1s:24h.*got "1s" \(a step and a time, got "1s"\)/],
		[
			"HOSTBEAT_HISTORY_TIERS",
			"10s:1d,15s:7d",
			/each step a multiple of the one before, got 15 s after 10 s/,
		],
		["HOSTBEAT_HISTORY_TIERS", "1s:7d,10s:1d", /each tier kept for longer/],
		["HOSTBEAT_HISTORY_MAX_SIZE", "1MB", /at least 16 MiB, like 512MiB or 4GiB, got "1MB"/],
	])("says what is wrong with %s=%s", (name, value, message) => {
		expect(() => readConfig({ [name]: value })).toThrow(message);
	});

	it("is safe when nothing is set, or set to nothing", () => {
		expect(readConfig({ HOST: "", PORT: "" })).toEqual({
			host: "127.0.0.1",
			port: 7373,
			history: expect.objectContaining({ maxBytes: 2 ** 30 }),
			jobs: expect.objectContaining({ atOnce: 4, keepJobs: 500 }),
			access: {
				...{ anonymous: ["read", "settings", "jobs", "push"], refusesForwarded: true, passwords: {} },
				...{ sessionIdleMs: 7 * 86_400_000, sessionMaxMs: 30 * 86_400_000 },
			},
			trustedProxies: [],
			directory: resolve("data"),
			settings: { HOST: "127.0.0.1", PORT: "7373" },
			childEnvironment: {},
			intervalMs: 1_000,
			procRoot: "/proc",
			sysRoot: null,
			rootFs: null,
			containerSockets: ["/var/run/docker.sock", "/run/docker.sock", "/run/podman/podman.sock"],
			processArguments: false,
			scope: "auto",
			allowedHosts: [],
			corsOrigins: [],
			streams: { total: 10_000, perAddress: null },
			streamGzip: true,
			development: false,
			warnings: [],
		});
	});
});
