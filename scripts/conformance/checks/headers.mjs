// @ts-check
import { expectThat, Skip } from "../finding.mjs";

const STREAM = "/api/stream";

/** @param {string | string[] | undefined} value */
const words = (value) =>
	String(value ?? "")
		.toLowerCase()
		.split(",")
		.map((word) => word.trim());

/** @type {import("../run.mjs").Check[]} */
export const headers = [
	{
		name: "headers: the answer is 200, an event stream in UTF-8",
		async run(trial) {
			const { status, headers } = await trial.head(STREAM);
			expectThat(status === 200, "200", status);
			const type = headers["content-type"];
			expectThat(type === "text/event-stream; charset=utf-8", "text/event-stream; charset=utf-8", type);
		},
	},
	{
		name: "headers: nobody may keep or transform it",
		async run(trial) {
			const { headers } = await trial.head(STREAM);
			const control = headers["cache-control"];
			for (const word of ["no-cache", "no-transform"]) {
				expectThat(words(control).includes(word), `${word} in Cache-Control`, control);
			}
		},
	},
	{
		name: "headers: proxies are told not to hold it back",
		async run(trial) {
			if (!trial.options.direct)
				throw new Skip("a proxy may keep X-Accel-Buffering for itself; --direct judges it");
			const { headers } = await trial.head(STREAM);
			const buffering = headers["x-accel-buffering"];
			expectThat(buffering === "no", "X-Accel-Buffering: no", buffering);
		},
	},
	{
		name: "headers: no length, and no promise to keep the connection",
		async run(trial) {
			const { headers } = await trial.head(STREAM);
			expectThat(!("content-length" in headers), "no Content-Length", headers["content-length"]);
			const { http2, direct } = trial.options;
			// HTTP/2 forbids these; in HTTP/1.1 the last proxy speaks of its own connection.
			const forbidden = http2
				? ["connection", "keep-alive", "transfer-encoding"]
				: direct
					? ["keep-alive"]
					: [];
			for (const name of forbidden) expectThat(!(name in headers), `no ${name} header`, headers[name]);
			const kept = direct && words(headers.connection).includes("keep-alive");
			expectThat(!kept, "no Connection: keep-alive", headers.connection);
		},
	},
	{
		name: "headers: browsers are told not to guess the type",
		async run(trial) {
			for (const path of [STREAM, `${STREAM}?events=nonsense`, "/api/snapshot"]) {
				const { headers } = await trial.head(path);
				const told = headers["x-content-type-options"];
				expectThat(told === "nosniff", `X-Content-Type-Options: nosniff at ${path}`, told);
			}
		},
	},
	{
		name: "headers: Vary names Accept-Encoding where the encoding depends on it",
		async run(trial) {
			const answers = await Promise.all(
				["gzip", "identity"].map((encoding) =>
					trial.head(STREAM, { headers: { "Accept-Encoding": encoding } }),
				),
			);
			const [pressed] = answers;
			for (const { headers } of answers) {
				expectThat(!words(headers.vary).includes("*"), "no Vary: *", headers.vary);
				if (!pressed?.headers["content-encoding"]) continue;
				expectThat(words(headers.vary).includes("accept-encoding"), "Accept-Encoding in Vary", headers.vary);
			}
		},
	},
];
