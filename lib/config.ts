import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import type { AccessSettings } from "@/lib/access/access";
import { isLoopback } from "@/lib/access/host-name";
import type { PlaceLimits } from "@/lib/access/places";
import { isNetwork } from "@/lib/access/proxy-list";
import { accounts } from "@/lib/access/types";
import { readChildEnvironment } from "@/lib/child-environment";
import type { AgentSettings } from "@/lib/fleet/types";
import { defaultTiers, parseTiers } from "@/lib/history/tiers";
import type { Tier } from "@/lib/history/types";
import { findJobSettings } from "@/lib/jobs/find-settings";
import type { JobSettings } from "@/lib/jobs/types";

/** All that a person may set, with what the sampler is told of it. */
export interface Config extends AgentSettings {
	host: string;
	port: number;
	/** Names beside the addresses and names of this machine under which it may be asked for. */
	allowedHosts: string[];
	/** Origins whose pages may read the API from a browser. */
	corsOrigins: string[];
	/** Who may come in, and how. */
	access: AccessSettings;
	/** Addresses and networks of proxies whose word on the client counts. */
	trustedProxies: string[];
	/** Where all that is kept is. */
	directory: string;
	/** What was set, by name and as it was written, but for secrets; the file of jobs among it. */
	settings: Record<string, string>;
	/** The environment of processes that this one starts. */
	childEnvironment: Record<string, string>;
	/** How many streams may be open. */
	streams: PlaceLimits;
	/** Whether viewers that take gzip get it. */
	streamGzip: boolean;
	/** Where and how what was measured is kept; `null` to remember only the newest of it. */
	history: HistorySettings | null;
	/** What jobs there may be, out of `hostbeat.yaml`. */
	jobs: JobSettings;
	/** Whether this is the server of somebody who changes the program. */
	development: boolean;
	/** Unknown or useless settings, each a sentence to show once. */
	warnings: string[];
}

/** What the history keeps, and how large it may be. */
export interface HistorySettings {
	tiers: Tier[];
	maxBytes: number;
}

/** All mistakes of the settings at once, a line each. */
export class ConfigError extends Error {
	override name = "ConfigError";
}

const intervalMs = z
	.string()
	.transform(Number)
	.refine(
		(value) => [250, 500].includes(value) || (value >= 1_000 && value <= 60_000 && value % 1_000 === 0),
	);

const defaultHost = "127.0.0.1";
const most = 1_000_000;
/** Many, for one address may be that of a whole office. */
const defaultPerAddress = 100;

const wholeNumber = z
	.string()
	.regex(/^\d+$/)
	.transform(Number)
	.refine((value) => value >= 1 && value <= most);
const list = z
	.string()
	.default("")
	.transform((names) =>
		names
			.split(",")
			.map((name) => name.trim().toLowerCase())
			.filter(Boolean),
	);
const tiers = z.string().transform((text, context) => {
	try {
		return parseTiers(text);
	} catch (error) {
		context.addIssue((error as Error).message);
		return z.NEVER;
	}
});
const leastMiB = 16;
const size = z
	.string()
	.regex(/^\d{1,6}(MiB|GiB)$/)
	.transform((text) => Number.parseInt(text, 10) * (text.endsWith("GiB") ? 2 ** 30 : 2 ** 20))
	.refine((bytes) => bytes >= leastMiB * 2 ** 20);
const isOrigin = (text: string) =>
	/^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;

const leastLetters = 12;
// A line's end in it, or nothing but spaces, could not be typed again.
const password = z
	.string()
	.min(leastLetters)
	.max(1_024)
	.regex(/^(?=.*\S)[^\p{Cc}]*$/u);
const duration = z
	.string()
	.regex(/^\d{1,5}[smhd]$/)
	.transform((text) => Number.parseInt(text, 10) * unitMs[text.at(-1) as keyof typeof unitMs])
	.refine((ms) => ms >= 1_000 && ms <= 400 * unitMs.d);
const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const settings = {
	HOST: z.string().min(1).default(defaultHost),
	PORT: z
		.string()
		.regex(/^\d+$/)
		.transform(Number)
		.refine((port) => port <= 65_535)
		.default(7373),
	HOSTBEAT_INTERVAL_MS: intervalMs.default(1_000),
	HOSTBEAT_PROC_ROOT: z.string().startsWith("/").default("/proc"),
	HOSTBEAT_SYS_ROOT: z.string().startsWith("/").optional(),
	HOSTBEAT_ROOT_FS: z.string().startsWith("/").optional(),
	HOSTBEAT_DOCKER_SOCKET: z
		.string()
		.refine((text) => text === "none" || text.split(",").every((path) => path.startsWith("/")))
		.transform((text) => (text === "none" ? [] : text.split(",")))
		.optional(),
	HOSTBEAT_PROCESS_ARGUMENTS: z.enum(["0", "1"]).default("0"),
	HOSTBEAT_SCOPE: z.enum(["auto", "host"]).default("auto"),
	HOSTBEAT_CONFIG: z.string().max(4_096).optional(),
	HOSTBEAT_DATA_DIR: z.string().default("./data"),
	HOSTBEAT_HISTORY: z.enum(["0", "1"]).default("1"),
	HOSTBEAT_HISTORY_TIERS: tiers.default(parseTiers(defaultTiers)),
	HOSTBEAT_HISTORY_MAX_SIZE: size.default(2 ** 30),
	HOSTBEAT_PASSWORD: password.optional(),
	HOSTBEAT_VIEWER_PASSWORD: password.optional(),
	HOSTBEAT_SESSION_IDLE: duration.default(7 * unitMs.d),
	HOSTBEAT_SESSION_MAX: duration.default(30 * unitMs.d),
	HOSTBEAT_UNSAFE_NO_LOGIN: z.enum(["0", "1"]).default("0"),
	HOSTBEAT_TRUSTED_PROXIES: list.refine((networks) => networks.every(isNetwork)),
	HOSTBEAT_BASE_PATH: z
		.string()
		.regex(/^(?!\/(?:api|_next)(?:\/|$))(\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/)
		.max(200)
		.optional(),
	HOSTBEAT_ALLOWED_HOSTS: list,
	HOSTBEAT_CORS_ORIGINS: list.refine((origins) => origins.every(isOrigin)),
	HOSTBEAT_MAX_STREAMS: wholeNumber.default(10_000),
	HOSTBEAT_MAX_STREAMS_PER_ADDRESS: wholeNumber.optional(),
	HOSTBEAT_STREAM_GZIP: z.enum(["0", "1"]).default("1"),
};

const passwordForm = `${leastLetters} to 1024 characters on one line`;
const expected: Record<keyof typeof settings, string> = {
	HOST: "an address to listen on",
	PORT: "a whole number from 0 to 65535",
	HOSTBEAT_INTERVAL_MS: "250, 500, or whole seconds up to 60000",
	HOSTBEAT_PROC_ROOT: "the full path of a directory like /proc",
	HOSTBEAT_SYS_ROOT: "the full path of a directory like /sys",
	HOSTBEAT_ROOT_FS: "the full path of the directory that holds the host's own file systems",
	HOSTBEAT_DOCKER_SOCKET: 'full paths with commas between them, or "none"',
	HOSTBEAT_PROCESS_ARGUMENTS: "0 or 1",
	HOSTBEAT_SCOPE: '"auto" or "host"',
	HOSTBEAT_CONFIG: "the path of a file",
	HOSTBEAT_DATA_DIR: "the path of a directory",
	HOSTBEAT_HISTORY: "0 or 1",
	HOSTBEAT_HISTORY_TIERS: `steps and how long each is kept, like ${defaultTiers}`,
	HOSTBEAT_HISTORY_MAX_SIZE: `at least ${leastMiB} MiB, like 512MiB or 4GiB`,
	HOSTBEAT_PASSWORD: passwordForm,
	HOSTBEAT_VIEWER_PASSWORD: passwordForm,
	HOSTBEAT_SESSION_IDLE: "a time from 1s to 400d, like 12h or 7d",
	HOSTBEAT_SESSION_MAX: "a time from 1s to 400d, like 12h or 7d",
	HOSTBEAT_UNSAFE_NO_LOGIN: "0 or 1",
	HOSTBEAT_TRUSTED_PROXIES: "addresses and networks like 10.0.0.5,172.16.0.0/12 with commas between them",
	HOSTBEAT_BASE_PATH: "a path like /status, without a slash at its end",
	HOSTBEAT_ALLOWED_HOSTS: "host names with commas between them",
	HOSTBEAT_CORS_ORIGINS: "origins like https://status.example.com with commas between them",
	HOSTBEAT_MAX_STREAMS: `a whole number from 1 to ${most}`,
	HOSTBEAT_MAX_STREAMS_PER_ADDRESS: `a whole number from 1 to ${most}`,
	HOSTBEAT_STREAM_GZIP: "0 or 1",
};

/** Reads the settings from environment variables. Throws a ConfigError that names every mistake. */
export function readConfig(
	env: Record<string, string | undefined> = process.env,
	machine: string = hostname(),
): Config {
	const files = readFiles(env);
	const parsed = z.object(settings).safeParse({ ...pick(env), ...files.values });
	const jobs = findJobSettings(env, {
		rootFs: env.HOSTBEAT_ROOT_FS || null,
		tiers: parsed.success && parsed.data.HOSTBEAT_HISTORY === "1" ? parsed.data.HOSTBEAT_HISTORY_TIERS : null,
	});
	const mistakes = parsed.success
		? files.mistakes
		: [
				...files.mistakes,
				...parsed.error.issues.map(({ path, code, message }) => {
					const name = String(path[0]) as keyof typeof settings;
					// What is secret is not repeated.
					if ((secretSettings as readonly string[]).includes(name)) {
						const secret = files.values[name] ?? env[name] ?? "";
						const from = name in files.values ? `${name}_FILE` : name;
						const lines = secret.split(/\r\n|[\r\n]/).length;
						return `${from}: expected ${expected[name]}, got ${secret.length} on ${lines}`;
					}
					// Its own words where it has some.
					const why = name === "HOSTBEAT_HISTORY_TIERS" && code === "custom" ? ` (${message})` : "";
					return `${name}: expected ${expected[name]}, got "${env[name]}"${why}`;
				}),
			];
	mistakes.push(...jobs.mistakes);
	if (!parsed.success || !jobs.settings || mistakes.length > 0)
		throw new ConfigError([...new Set(mistakes)].join("\n"));
	const { HOST, HOSTBEAT_ALLOWED_HOSTS } = parsed.data;
	const warnings = Object.keys(env)
		.filter((name) => name.startsWith("HOSTBEAT_") && !(name in settings) && !(name in files.names))
		.map((name) => `${name} is not a setting of this version and is ignored.`);
	warnings.push(...jobs.warnings);
	const access = readAccess(parsed.data);
	if (!isLoopback(HOST) && access.anonymous.length > 0) {
		warnings.push(`HOST=${HOST}: everyone who can reach this address sees this machine without a login.`);
	}
	if (access.anonymous.includes("jobs") && jobs.settings.tasks.some(({ run }) => run.kind === "command")) {
		warnings.push(
			"Nobody signs in here: every user of this machine may run the commands of hostbeat.yaml. HOSTBEAT_PASSWORD changes that.",
		);
	}
	return {
		host: HOST,
		port: parsed.data.PORT,
		intervalMs: parsed.data.HOSTBEAT_INTERVAL_MS,
		procRoot: parsed.data.HOSTBEAT_PROC_ROOT,
		sysRoot: parsed.data.HOSTBEAT_SYS_ROOT ?? null,
		rootFs: parsed.data.HOSTBEAT_ROOT_FS ?? null,
		containerSockets: parsed.data.HOSTBEAT_DOCKER_SOCKET ?? engineSockets(env.XDG_RUNTIME_DIR),
		processArguments: parsed.data.HOSTBEAT_PROCESS_ARGUMENTS === "1",
		scope: parsed.data.HOSTBEAT_SCOPE,
		history:
			parsed.data.HOSTBEAT_HISTORY === "0"
				? null
				: {
						tiers: parsed.data.HOSTBEAT_HISTORY_TIERS,
						maxBytes: parsed.data.HOSTBEAT_HISTORY_MAX_SIZE,
					},
		jobs: jobs.settings,
		access,
		trustedProxies: parsed.data.HOSTBEAT_TRUSTED_PROXIES,
		directory: resolve(parsed.data.HOSTBEAT_DATA_DIR),
		settings: {
			...Object.fromEntries(
				Object.entries({ HOST, PORT: String(parsed.data.PORT), ...pick(env) }).filter(
					([name]) => !(secretSettings as readonly string[]).includes(name),
				),
			),
			// Who may write there what is run is somebody to know of.
			...(jobs.text !== null && { "hostbeat.yaml": jobs.text }),
		},
		childEnvironment: readChildEnvironment(env),
		corsOrigins: parsed.data.HOSTBEAT_CORS_ORIGINS,
		streams: {
			total: parsed.data.HOSTBEAT_MAX_STREAMS,
			// Who listens on loopback only has a proxy before it, if anything: then all viewers are at its address, unless
			// its word on theirs is taken.
			perAddress:
				parsed.data.HOSTBEAT_MAX_STREAMS_PER_ADDRESS ??
				(isLoopback(HOST) && parsed.data.HOSTBEAT_TRUSTED_PROXIES.length === 0 ? null : defaultPerAddress),
		},
		streamGzip: parsed.data.HOSTBEAT_STREAM_GZIP === "1",
		allowedHosts: [...ownNames(HOST, machine), ...HOSTBEAT_ALLOWED_HOSTS],
		development: env.NODE_ENV === "development",
		warnings,
	};
}

/**
 * Reads the settings of this very process, once: its passwords are not in its environment any more then, where a child
 * would inherit them, or a report of a crash tell them.
 */
export function takeConfig(): Config {
	const config = readConfig();
	for (const name of secretSettings) {
		delete process.env[name];
		delete process.env[`${name}_FILE`];
	}
	return config;
}

const secretSettings = ["HOSTBEAT_PASSWORD", "HOSTBEAT_VIEWER_PASSWORD"] as const;

/** Of each secret, what its `_FILE` holds, but for the end of its last line. */
function readFiles(env: Record<string, string | undefined>) {
	const values: Record<string, string> = {};
	const names: Record<string, true> = {};
	const mistakes: string[] = [];
	for (const name of secretSettings) {
		const variable = `${name}_FILE`;
		names[variable] = true;
		const file = env[variable];
		if (!file) continue;
		if (env[name]) mistakes.push(`${variable}: expected either this or ${name}, got both`);
		try {
			values[name] = readFileSync(file, "utf8")
				.replace(/^\uFEFF/, "")
				.replace(/\r?\n$/, "");
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			mistakes.push(`${variable}: expected a file that can be read, got "${file}" (${code})`);
		}
	}
	return { values, names, mistakes };
}

/**
 * Nobody has to sign in where only this machine can ask: it listens on loopback, under no other name, behind no proxy,
 * and no password is set.
 */
function readAccess(data: z.infer<z.ZodObject<typeof settings>>): AccessSettings {
	const { HOST, HOSTBEAT_PASSWORD, HOSTBEAT_VIEWER_PASSWORD } = data;
	const isOpen = data.HOSTBEAT_UNSAFE_NO_LOGIN === "1";
	const isAlone =
		isLoopback(HOST) &&
		data.HOSTBEAT_ALLOWED_HOSTS.length === 0 &&
		data.HOSTBEAT_TRUSTED_PROXIES.length === 0 &&
		HOSTBEAT_PASSWORD === undefined &&
		HOSTBEAT_VIEWER_PASSWORD === undefined;
	return {
		anonymous: isOpen ? ["read"] : isAlone ? accounts.admin : [],
		refusesForwarded: isAlone && !isOpen,
		passwords: {
			...(HOSTBEAT_PASSWORD !== undefined && { admin: HOSTBEAT_PASSWORD }),
			...(HOSTBEAT_VIEWER_PASSWORD !== undefined && { viewer: HOSTBEAT_VIEWER_PASSWORD }),
		},
		sessionIdleMs: data.HOSTBEAT_SESSION_IDLE,
		sessionMaxMs: data.HOSTBEAT_SESSION_MAX,
	};
}

/** Where Docker and Podman listen, and those that a user runs without being root. */
function engineSockets(runtimeDirectory: string | undefined): string[] {
	const own = runtimeDirectory?.startsWith("/") ? [runtimeDirectory] : [];
	return [
		"/var/run/docker.sock",
		"/run/docker.sock",
		"/run/podman/podman.sock",
		...own.flatMap((directory) => [`${directory}/docker.sock`, `${directory}/podman/podman.sock`]),
	];
}

/** The names under which others reach this machine when it listens there: of the network, and of the machine itself. */
function ownNames(host: string, machine: string): string[] {
	const name = machine.toLowerCase();
	const [label = ""] = name.split(".");
	const names = isLoopback(host) ? [] : [name, label];
	if (!isIP(host)) names.unshift(host.toLowerCase());
	return [...new Set(names)].filter(Boolean);
}

// An empty variable is one that is not set: `PORT= npm start`.
function pick(env: Record<string, string | undefined>): Record<string, string> {
	return Object.fromEntries(
		Object.keys(settings).flatMap((name) => (env[name] ? [[name, env[name] as string]] : [])),
	);
}
