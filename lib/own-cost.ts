/** What a process cost over the last seconds: a share of one core, and bytes resident. */
export interface OwnCost {
	/** `null` where too little time has passed to tell. */
	cpuUtilization: number | null;
	residentBytes: number;
}

const leastMs = 5_000;

/** Makes what tells the cost of this process: every five seconds, and else `null`. */
export function createOwnCost(now = () => performance.now()): () => OwnCost | null {
	let usage = process.cpuUsage();
	let at = now();
	return () => {
		const elapsedMs = now() - at;
		if (elapsedMs < leastMs) return null;
		const used = process.cpuUsage(usage);
		usage = process.cpuUsage();
		at = now();
		return {
			cpuUtilization: Math.round((used.user + used.system) / elapsedMs / 0.1) / 10_000,
			residentBytes: process.memoryUsage.rss(),
		};
	};
}
