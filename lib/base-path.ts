/** Under which path of its host the dashboard is, like `/status`; empty at the root. Part of the build, on both sides. */
// biome-ignore lint/style/noProcessEnv: Next puts the value in place of this name when it builds.
export const basePath: string = process.env.NEXT_PUBLIC_BASE_PATH ?? "";
