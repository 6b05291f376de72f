import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { createChildEnvironment, readConfig } from "./config";

describe("readConfig", () => {
	it.each(["0.0.0.0", "::", "192.168.1.5", "server.example"])(
		"lets nobody in without a login who asks at %s",
		(HOST) => {
			expect(readConfig({ HOST }).access.anonymous).toEqual([]);
		},
	);

	it.each([
		{ HOSTBEAT_ALLOWED_HOSTS: "status.example" },
		{ HOSTBEAT_TRUSTED_PROXIES: "10.0.0.5" },
		{ HOSTBEAT_PASSWORD: "a long password" },
		{ HOSTBEAT_VIEWER_PASSWORD: "a long password" },
	])(
		"lets nobody in without a login on loopback with %o: others can come by then, or somebody signs in",
		(env) => {
			expect(readConfig(env).access).toMatchObject({ anonymous: [], refusesForwarded: false });
		},
	);

	it("asks for no login where only this machine can ask, and then refuses what came through a proxy", () => {
		for (const HOST of ["127.0.0.1", "::1", "localhost"]) {
			const { access } = readConfig({ HOST });
			expect(access).toMatchObject({ anonymous: ["read", "settings"], refusesForwarded: true });
		}
	});

	it("lets everyone read who can ask, and no more, when that was said to be safe, and says what it means", () => {
		const config = readConfig({ HOST: "0.0.0.0", HOSTBEAT_UNSAFE_NO_LOGIN: "1" });
		expect(config.access).toMatchObject({ anonymous: ["read"], refusesForwarded: false });
		expect(config.warnings[0]).toMatch(/everyone who can reach this address/);
	});

	it("names all mistakes at once, with what was expected and what came", () => {
		expect(() => readConfig({ PORT: "http", HOSTBEAT_INTERVAL_MS: "fast" })).toThrow(
			'PORT: expected a whole number from 0 to 65535, got "http"\n' +
				'HOSTBEAT_INTERVAL_MS: expected 250, 500, or whole seconds up to 60000, got "fast"',
		);
	});

	it("does not repeat a password that is wrong", () => {
		const read = () => readConfig({ PORT: "http", HOSTBEAT_PASSWORD: "hunter2" });
		expect(read).toThrow(/^PORT: .*\nHOSTBEAT_PASSWORD: expected 12 to 1024 characters, got 7$/);
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
			directory: resolve("data"),
			access: expect.objectContaining({ anonymous: ["read", "settings"], passwords: {} }),
			trustedProxies: [],
			history: expect.objectContaining({ maxBytes: 2 ** 30 }),
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

it("gives what is started from here the environment without its secrets", () => {
	const env = {
		NODE_ENV: "test",
		PATH: "/bin",
		HOSTBEAT_PASSWORD: "a",
		HOSTBEAT_VIEWER_PASSWORD: "b",
	} as const;
	expect(createChildEnvironment(env)).toEqual({ NODE_ENV: "test", PATH: "/bin" });
	expect(env.HOSTBEAT_PASSWORD).toBe("a");
});
