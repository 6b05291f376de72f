import type { Tier } from "@/lib/history/types";
import { builtInTitles } from "@/lib/job-titles";
import type { WrittenSettings } from "./settings-schema";
import type { BuiltInName, Parameter, Task } from "./types";

const minuteMs = 60_000;

/** What of the server the tasks that come with Hostbeat depend on. */
export interface Surroundings {
	/** Where the host's own file systems are, in a container that watches its host. */
	rootFs: string | null;
	/** `null` where nothing is kept on the disk. */
	tiers: readonly Tier[] | null;
}

/** The tasks that come with Hostbeat, but for those that are switched off. */
export function listBuiltInTasks(
	written: WrittenSettings["builtIn"],
	{ rootFs, tiers }: Surroundings,
): Task[] {
	const { diskUsage } = written;
	const directories = (diskUsage ? diskUsage.directories : undefined) ?? [rootFs ?? "/"];
	const range: Parameter[] = [
		{ name: "from", ...builtInTitles.from, type: "time", default: "-24h" },
		{ name: "to", ...builtInTitles.to, type: "time", default: "now" },
	];
	const tier: Parameter = {
		...{ name: "tier", ...builtInTitles.tier, type: "choice", default: "auto" },
		options: [
			{ value: "auto", title: builtInTitles.tierAuto.title },
			...(tiers ?? []).map(({ name }) => ({ value: name, title: name })),
		],
	};
	const metrics: Parameter = { name: "metrics", ...builtInTitles.metrics, type: "metrics", default: [] };
	const found: [keyof typeof written, BuiltInName, timeoutMs: number, Parameter[]][] = [
		[
			...(["diskUsage", "disk-usage", 60 * minuteMs] as const),
			[
				{
					...{ name: "directory", ...builtInTitles.directory, type: "directory", within: directories },
					...(directories[0] !== undefined && { default: directories[0] }),
				},
			],
		],
		["report", "report", 30 * minuteMs, range],
		["export", "export", 60 * minuteMs, [...range, metrics, tier]],
		["import", "import", 60 * minuteMs, [{ name: "upload", ...builtInTitles.upload, type: "upload" }]],
	];
	return found.flatMap(([key, name, timeoutMs, parameters]) => {
		const settings = written[key];
		if (!settings) return [];
		return [
			{
				...{ id: name, ...builtInTitles[name], parameters, mayRun: settings.mayRun, timeoutMs },
				// Two of these would only keep each other from the disk.
				concurrencyKey: name === "disk-usage" || name === "import" ? `hostbeat-${name}` : null,
				run: { kind: "builtIn", name },
			},
		];
	});
}
