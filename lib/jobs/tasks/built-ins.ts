import type { BuiltIn, BuiltInName } from "../types";

/** Loads a built-in task; what it needs is loaded with it, and not before. */
export const builtIns: Partial<Record<BuiltInName, () => Promise<BuiltIn>>> = {};
