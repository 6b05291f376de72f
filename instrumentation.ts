export async function register() {
	// Apart, for the Edge runtime must not see what only Node has.
	if (process.env.NEXT_RUNTIME === "nodejs") await import("./instrumentation-node");
}
