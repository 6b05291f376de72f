import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
	resolve: { alias: { "@": import.meta.dirname } },
	test: {
		environment: "node",
		// Many of them wait for processes, disks and clocks: on two cores four at once take half the time.
		maxWorkers: Math.max(4, availableParallelism()),
		include: ["{app,lib,components,scripts,bench}/**/*.test.{ts,tsx,mjs}", "*.test.ts"],
	},
});
