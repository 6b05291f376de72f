// @ts-check
import { createServer } from "node:http";
import { ROOT } from "../project.mjs";
import { ask } from "./ask.mjs";
import { judge } from "./judge.mjs";
import { answers } from "./probes/answers.mjs";
import { bytes } from "./probes/bytes.mjs";
import { files } from "./probes/files.mjs";
import { framework } from "./probes/framework.mjs";
import { hosts } from "./probes/hosts.mjs";
import { afterSignIn, injection } from "./probes/injection.mjs";
import { paths } from "./probes/paths.mjs";
import { requests } from "./probes/requests.mjs";

/**
 * @typedef {import("./judge.mjs").Probe} Probe
 * @typedef {{ name: string, as: "stranger" | "admin", request: string, faults: string[] }} Finding
 * @typedef {{ asked: number, findings: Finding[] }} Scan
 */

/** The passwords of a server that is to be scanned. */
export const passwords = { admin: "the-admin-of-the-scan", viewer: "the-viewer-of-the-scan" };

/**
 * Asks a server on this machine, as a stranger and as its admin, for all that an attacker would try. It takes a few
 * seconds; the server must have the passwords above.
 * @param {number} port
 * @returns {Promise<Scan>}
 */
export async function scan(port) {
	const listener = createServer((_, response) => response.end("asked"));
	let led = 0;
	listener.on("connection", () => led++);
	await new Promise((resolve) => listener.listen(0, "127.0.0.1", () => resolve(null)));
	const { port: listens } = /** @type {import("node:net").AddressInfo} */ (listener.address());
	/** @param {string} text */
	const fill = (text) =>
		text.replaceAll("{host}", `127.0.0.1:${port}`).replaceAll("{listener}", `127.0.0.1:${listens}`);
	try {
		const cookie = await signIn(port);
		const forbidden = {
			secrets: [passwords.admin, passwords.viewer, cookie.split("=")[1] ?? cookie],
			root: `${ROOT}/`,
		};
		const probes = [
			...files,
			...paths,
			...hosts,
			...framework,
			...answers,
			...bytes,
			...requests,
			...injection,
		];
		const both = probes.flatMap((probe) => [
			{ probe, as: /** @type {const} */ ("stranger") },
			...(Array.isArray(probe.admin) && probe.admin.length === 0
				? []
				: [{ probe, as: /** @type {const} */ ("admin") }]),
		]);
		// Last: each makes a session, and cookies are handed out that are none of the secrets above.
		const last = afterSignIn(passwords.viewer).map((probe) => ({
			probe,
			as: /** @type {const} */ ("stranger"),
		}));
		/** @type {Finding[]} */
		const findings = [];
		/** @param {{ probe: Probe, as: "stranger" | "admin" }} one */
		const put = async ({ probe, as }) => {
			const request = format(probe, as === "admin" ? cookie : null, fill);
			const faults = judge(probe, as, await ask(port, request), forbidden);
			if (faults.length > 0) findings.push({ name: probe.name, as, request, faults });
		};
		// Many at a time, so that those that wait for a silent server do not wait for each other; but no two passwords.
		const queue = both.values();
		await Promise.all(
			Array.from({ length: 16 }, async () => {
				for (const one of queue) await put(one);
			}),
		);
		for (const one of last) await put(one);
		if (led > 0)
			findings.push({
				name: "led to ask another server",
				as: "stranger",
				request: "",
				faults: [`${led} times`],
			});
		return { asked: both.length + last.length, findings };
	} finally {
		listener.close();
	}
}

/**
 * @param {Probe} probe
 * @param {string | null} cookie
 * @param {(text: string) => string} fill
 */
function format({ raw, method = "GET", path = "/", headers = {}, ...probe }, cookie, fill) {
	if (raw !== undefined) return fill(raw);
	const { Host = "{host}", ...others } = headers;
	const body = probe.body === undefined ? undefined : fill(probe.body);
	const fields = {
		Connection: "close",
		...(cookie !== null && { Cookie: cookie }),
		...(body !== undefined && { "Content-Length": String(Buffer.byteLength(body)) }),
		...others,
	};
	const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
	return fill(`${method} ${path} HTTP/1.1\r\nHost: ${Host}\r\n${lines.join("")}\r\n${body ?? ""}`);
}

/** @param {number} port */
async function signIn(port) {
	const response = await fetch(`http://127.0.0.1:${port}/api/sign-in`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ account: "admin", password: passwords.admin }),
	});
	const [cookie = ""] = (response.headers.get("set-cookie") ?? "").split(";");
	if (response.status !== 200) throw new Error(`expected to sign in, got ${response.status}`);
	return cookie;
}
