import type { BuiltIn, BuiltInName } from "../types";

/** Loads a built-in task: none is read before it is run, as one may bring a library along. */
export const builtIns: Record<BuiltInName, () => Promise<BuiltIn>> = {
	"disk-usage": async () => (await import("./disk-usage")).diskUsage,
	report: async () => (await import("./report/report")).report,
	export: async () => (await import("./export")).exportRange,
	import: async () => (await import("./import")).importSeries,
};
