import type { NextConfig } from "next";

const config: NextConfig = {
	// Said by what builds and starts Next (scripts/build/base-path.mjs); lib/base-path.ts reads the same.
	basePath: process.env.NEXT_PUBLIC_BASE_PATH,
	// With nginx's `location /status/`, which leads /status to /status/, Next's redirect the other way would be a circle.
	skipTrailingSlashRedirect: true,
	poweredByHeader: false,
	reactStrictMode: true,
	agentRules: false,
	// `npm run check` checks the types of everything; a plain start has not even installed what the tests import.
	typescript: { ignoreBuildErrors: true },
	// For a 403 that is a page.
	experimental: { authInterrupts: true },
	turbopack: { root: import.meta.dirname },
};

export default config;
