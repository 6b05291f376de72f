// @ts-check
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endWithUs } from "../process/lifetime.mjs";

/**
 * Starts nginx, set as it is by default, in front of a server.
 * @param {string} program
 * @param {string} url
 */
export async function startNginx(program, url) {
	const port = await findFreePort();
	const directory = mkdtempSync(join(tmpdir(), "hostbeat-nginx-"));
	const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
		(name) => `${name}_temp_path ${name};`,
	);
	writeFileSync(
		join(directory, "nginx.conf"),
		`pid nginx.pid; error_log stderr; worker_processes 1; events {}
		http { access_log off; ${places.join(" ")}
		server { listen 127.0.0.1:${port}; location / { proxy_pass ${url}; } } }`,
	);
	const args = ["-p", directory, "-c", "nginx.conf", "-e", "stderr", "-g", "daemon off;"];
	const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
	const stop = endWithUs(child);
	const own = `http://127.0.0.1:${port}`;
	for (let tries = 0; ; tries++) {
		const answer = await fetch(`${own}/api/health`).catch(() => null);
		if (answer?.ok) break;
		if (tries === 200) throw new Error("nginx did not begin to listen");
		await wait(25);
	}
	return {
		url: own,
		stop: async () => {
			await stop();
			rmSync(directory, { recursive: true, force: true });
		},
	};
}

/** @returns {Promise<number>} */
function findFreePort() {
	return new Promise((resolve, reject) => {
		const server = createServer().on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
			server.close(() => resolve(port));
		});
	});
}
