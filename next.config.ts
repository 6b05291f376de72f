import type { NextConfig } from "next";

const config: NextConfig = {
	poweredByHeader: false,
	reactStrictMode: true,
	agentRules: false,
	// `npm run check` checks the types of everything; a plain start has not even installed what the tests import.
	typescript: { ignoreBuildErrors: true },
	turbopack: { root: import.meta.dirname },
};

export default config;
