import http, { type IncomingMessage, type RequestListener } from "node:http";
import { createReadOwner } from "./access/client";
import { ownerOf } from "./access/owner";
import { createProxyList, readAddress } from "./access/proxy-list";
import { judge } from "./access/shared";
import { withBasePath } from "./base-path";
import type { Config } from "./config";
import { createGuardedServer } from "./guard/guard";
import { createLargerBodies } from "./guard/larger-bodies";
import { commonLimits, limitConnections } from "./guard/limits";
import type { Fault } from "./guard/refuse";
import { mayImport } from "./jobs/may";
import type { JobSettings } from "./jobs/types";
import { mostUploadBytes } from "./jobs/uploads";

const uploads = "/api/uploads";
const uploadsAtOnce = 2;

/**
 * Puts the guard before the next HTTP server that this process makes, which is Next's: it makes its own, and takes none.
 * `files` is how many files may be open, `null` for any number.
 */
export function guardNextServer({ streams, trustedProxies, jobs }: Config, files: number | null): void {
	const { createServer } = http;
	const isProxy = createProxyList(trustedProxies);
	http.createServer = ((listener: RequestListener) => {
		http.createServer = createServer;
		return createGuardedServer(listener, {
			limits: { ...commonLimits, ...limitConnections(streams, files) },
			ownerOf: ({ remoteAddress = "" }) =>
				isProxy(readAddress(remoteAddress) ?? "") ? null : ownerOf(remoteAddress),
			askerOf: createReadOwner(trustedProxies),
			allowLarger: createLargerBodies({
				isFor: ({ method, url = "" }) => method === "POST" && url.split("?")[0] === withBasePath(uploads),
				judge: (request) => judgeUpload(request, jobs),
				bytes: mostUploadBytes,
				places: uploadsAtOnce,
			}),
		});
	}) as typeof createServer;
}

// Whoever may not is not to make us keep eight MiB first. The route judges again, as every one does.
function judgeUpload({ method, headers }: IncomingMessage, { tasks }: JobSettings): Fault | null {
	const all = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
		[value ?? []].flat().map((one) => [name, one]),
	);
	const verdict = judge(new Request(`http://localhost${uploads}`, { method, headers: all }), "route");
	if (!verdict.admitted) return verdict;
	if (!mayImport(verdict.principal, tasks))
		return { status: 403, code: "forbidden", message: "You may not import files." };
	// Said here, as curl calls a file a form unless it is told otherwise, and would only hear that it is too large.
	const [type = ""] = (headers["content-type"] ?? "").split(";");
	if (type.trim().toLowerCase() === "text/csv") return null;
	return { status: 415, code: "unsupported_type", message: `expected text/csv, got "${type}"` };
}
