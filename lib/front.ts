import http, { type RequestListener } from "node:http";
import { createReadOwner } from "./access/client";
import { ownerOf } from "./access/owner";
import { createProxyList, readAddress } from "./access/proxy-list";
import type { Config } from "./config";
import { createGuardedServer } from "./guard/guard";
import { commonLimits, limitConnections } from "./guard/limits";

/**
 * Puts the guard before the next HTTP server that this process makes, which is Next's: it makes its own, and takes none.
 * `files` is how many files may be open, `null` for any number.
 */
export function guardNextServer({ streams, trustedProxies }: Config, files: number | null): void {
	const { createServer } = http;
	const isProxy = createProxyList(trustedProxies);
	http.createServer = ((listener: RequestListener) => {
		http.createServer = createServer;
		return createGuardedServer(listener, {
			limits: { ...commonLimits, ...limitConnections(streams, files) },
			ownerOf: ({ remoteAddress = "" }) =>
				isProxy(readAddress(remoteAddress) ?? "") ? null : ownerOf(remoteAddress),
			askerOf: createReadOwner(trustedProxies),
		});
	}) as typeof createServer;
}
