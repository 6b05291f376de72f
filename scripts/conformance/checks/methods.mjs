// @ts-check
import { expectThat, Skip } from "../finding.mjs";

const STREAM = "/api/stream";
const QUICK_MS = 2_000;

/** @type {import("../run.mjs").Check[]} */
export const methods = [
	{
		name: "methods: HEAD has the headers of the stream, no body, and an end",
		async run(trial) {
			const { status, headers, text } = await trial.ask(STREAM, { method: "HEAD" });
			expectThat(status === 200, "200", status);
			const got = await trial.head(STREAM);
			for (const name of ["content-type", "cache-control"]) {
				expectThat(
					headers[name] === got.headers[name],
					`${name}: ${got.headers[name]}, as for GET`,
					headers[name],
				);
			}
			expectThat(text === "", "no body", text);
			if (trial.options.http2) return;
			// An answer to HEAD ends for a client with its headers; whether the server has ended it shows its connection.
			const raw = await trial.raw("HEAD", STREAM, [], QUICK_MS);
			expectThat(raw.ended, `the end of the answer within ${QUICK_MS} ms`, "none");
			const body = raw.text.slice(raw.text.indexOf("\r\n\r\n") + 4);
			expectThat(body === "", "no body", body);
		},
	},
	...["POST", "PUT", "DELETE", "PATCH"].map((method) => ({
		name: `methods: ${method} is a 405`,
		/** @param {import("../trial.mjs").Trial} trial */
		async run(trial) {
			const { status } = await trial.ask(STREAM, { method });
			expectThat(status === 405, "405", status);
		},
	})),
	{
		name: "methods: OPTIONS is answered, and opens no stream",
		async run(trial) {
			const { status, headers } = await trial.ask(STREAM, { method: "OPTIONS" });
			expectThat([200, 204, 405].includes(status), "200, 204 or 405", status);
			const type = headers["content-type"];
			expectThat(!String(type).startsWith("text/event-stream"), "no event stream", type);
		},
	},
	{
		name: "methods: a 204 has no body, no length and no encoding",
		async run(trial) {
			const preflight = {
				Origin: trial.options.origin ?? "https://unlisted.example",
				"Access-Control-Request-Method": "GET",
				"Accept-Encoding": "gzip",
			};
			const { status } = await trial.head(STREAM, { method: "OPTIONS", headers: preflight });
			if (status !== 204) throw new Skip("nothing here answers 204");
			const answer = await trial.ask(STREAM, { method: "OPTIONS", headers: preflight });
			expectThat(answer.text === "", "no body", answer.text);
			const encoding = answer.headers["content-encoding"];
			expectThat(encoding === undefined, "no Content-Encoding", encoding);
			// RFC 9110, 8.6: not even of 0.
			const length = answer.headers["content-length"];
			expectThat(length === undefined, "no Content-Length", length);
		},
	},
];
