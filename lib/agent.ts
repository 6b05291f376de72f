import { createLocalBus } from "@/lib/fleet/local";
import { createLog } from "@/lib/log";
import { createCollectors } from "@/lib/metrics/collect";
import { Collection } from "@/lib/metrics/collection";
import { Sampler } from "@/lib/metrics/sampler";

// The sampler's process: what must be forked or may hang is kept away from the server, which started it with a channel.

const log = createLog("sampler");

process.on("uncaughtException", (error) => {
	log.error(error.message.replace(/\s*\n\s*/g, "; "));
	leave(1);
});

// The terminal sends it to the whole group; when to end is the server's to say.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => leave(0));
process.on("disconnect", () => leave(0));

if (!process.send) throw new Error("the sampler is started by the server, with a channel to it");
const { intervalMs, procRoot } = readSettings(process.argv[2]);
const bus = createLocalBus(process);
const sampler = new Sampler({
	intervalMs,
	collection: new Collection(createCollectors({ intervalMs, procRoot }), log),
	onSnapshot: (snapshot) => bus.publish("snapshot", snapshot),
});
sampler.start();

// By hand, as a library for it would take more memory than all else that runs here; the interval is the sampler's to check.
function readSettings(text = "{}"): { intervalMs: number; procRoot: string } {
	const { intervalMs, procRoot = "/proc" } = JSON.parse(text);
	if (typeof procRoot !== "string" || !procRoot.startsWith("/")) {
		throw new Error(`procRoot: expected an absolute path, got ${JSON.stringify(procRoot)}`);
	}
	return { intervalMs, procRoot };
}

function leave(code: number): void {
	// Node waits at its end for the threads of its pool, and one that asks a dead mount never returns.
	const hangs = process.getActiveResourcesInfo().some((resource) => resource.startsWith("FSReq"));
	if (hangs) process.kill(process.pid, "SIGKILL");
	process.exit(code);
}
