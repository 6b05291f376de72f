import type { NextConfig } from "next";

const config: NextConfig = {
	// Said by what builds and starts Next (scripts/build/base-path.mjs); lib/base-path.ts reads the same.
	basePath: process.env.NEXT_PUBLIC_BASE_PATH,
	// With nginx's `location /status/`, which leads /status to /status/, Next's redirect the other way would be a circle.
	skipTrailingSlashRedirect: true,
	poweredByHeader: false,
	reactStrictMode: true,
	agentRules: false,
	// proxy.ts judges what was asked, not what it stands for, and knows this server by the address that it has.
	skipProxyUrlNormalize: true,
	// Nobody may have the server fetch and shrink pictures.
	images: { unoptimized: true },
	// `npm run check` checks the types of everything; a plain start has not even installed what the tests import.
	typescript: { ignoreBuildErrors: true },
	experimental: {
		// For a 403 that is a page.
		authInterrupts: true,
		// More than this comes to Next in no request: lib/guard refuses it before, and all but uploads from 64 KiB on.
		proxyClientMaxBodySize: 8 * 1024 * 1024,
	},
	turbopack: { root: import.meta.dirname },
};

export default config;
