// @ts-check
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const page = fileURLToPath(new URL("../uplot/page.mjs", import.meta.url));
const styles = `
	body { display: grid; grid-template-columns: repeat(4, 1fr); gap: 16px; margin: 16px; font: 12px sans-serif }
	.chart { grid-column: span 2; min-height: 220px } .small { min-width: 0 }`;

/**
 * Serves the uPlot page on a free port, with everything under /api/ from the other server: one origin, as for our page.
 * @param {string} origin
 */
export async function serveUplot(origin) {
	const options = { bundle: true, minify: true, write: false, format: /** @type {const} */ ("esm") };
	const built = await build({ ...options, entryPoints: [page] });
	const css = readFileSync(createRequire(import.meta.url).resolve("uplot/dist/uPlot.min.css"), "utf8");
	const html = `<!doctype html><title>uPlot</title><style>${css}${styles}</style><body><script type="module" src="/page.js"></script>`;
	const server = createServer((asked, answer) => {
		const path = asked.url ?? "/";
		if (path.startsWith("/api/")) {
			const { host: _, ...headers } = asked.headers;
			const relayed = request(new URL(path, origin), { headers, agent: false }, (response) => {
				answer.writeHead(response.statusCode ?? 502, response.headers);
				response.pipe(answer);
			});
			answer.on("close", () => relayed.destroy());
			relayed.on("error", () => answer.destroy());
			relayed.end();
			return;
		}
		const isScript = path === "/page.js";
		answer.setHeader("Content-Type", isScript ? "text/javascript" : "text/html");
		answer.end(isScript ? built.outputFiles?.[0]?.text : html);
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
	const address = server.address();
	return {
		url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
		close() {
			server.close();
			server.closeAllConnections();
		},
	};
}
