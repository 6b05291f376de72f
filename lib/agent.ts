import { createLocalBus } from "@/lib/fleet/local";
import type { AgentSettings } from "@/lib/fleet/types";
import { createLog } from "@/lib/log";
import { createCollectors } from "@/lib/metrics/collect";
import { Collection } from "@/lib/metrics/collection";
import { Sampler } from "@/lib/metrics/sampler";
import { createOwnCost } from "@/lib/own-cost";
import { scheduleOn } from "@/lib/schedule";

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
const settings = readSettings(process.argv[2]);
const { intervalMs } = settings;
const schedule = scheduleOn(process.platform);
const bus = createLocalBus(process);
const readCost = createOwnCost();
const collectors = createCollectors({ ...settings, schedule });
const collection = new Collection(collectors, log, { schedule, intervalMs });
const sampler = new Sampler({
	intervalMs,
	collection,
	onSnapshot: (snapshot) => {
		const cost = readCost();
		bus.publish("snapshot", cost ? { ...snapshot, cost } : snapshot);
	},
});
bus.subscribe("watch", (names) => collection.watch(new Set(names as string[])));
const processes = collectors.find(({ metric }) => metric === "process");
bus.serve("processes", async (query) => processes?.answer?.(query));
sampler.start();

// By hand, as a library for it would take more memory than all else that runs here; the interval is the sampler's to check.
function readSettings(text = "{}"): AgentSettings {
	const { intervalMs, procRoot = "/proc", ...others } = JSON.parse(text);
	const settings = {
		procRoot,
		sysRoot: null,
		rootFs: null,
		containerSockets: [],
		processArguments: false,
		scope: "auto",
		...others,
	};
	for (const name of ["procRoot", "sysRoot", "rootFs"] as const) {
		const path = settings[name];
		if (path !== null && !(typeof path === "string" && path.startsWith("/"))) {
			throw new Error(`${name}: expected an absolute path, got ${JSON.stringify(path)}`);
		}
	}
	return { ...settings, intervalMs };
}

function leave(code: number): void {
	// Node waits at its end for the threads of its pool, and one that asks a dead mount never returns.
	const hangs = process.getActiveResourcesInfo().some((resource) => resource.startsWith("FSReq"));
	if (hangs) process.kill(process.pid, "SIGKILL");
	process.exit(code);
}
