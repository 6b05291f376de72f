import { defineConfig } from "vitest/config";

export default defineConfig({
	resolve: { alias: { "@": import.meta.dirname } },
	test: {
		environment: "node",
		include: ["{app,lib,components,scripts,bench}/**/*.test.{ts,tsx,mjs}", "*.test.ts"],
	},
});
