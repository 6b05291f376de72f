import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileTime } from "@/lib/file-time";
import type { Kept, KeptTier } from "@/lib/history/types";
import { TaskFailure } from "../task-failure";
import type { BuiltIn, Parameters, TaskContext } from "../types";
import { askHistory } from "./ask-history";

/** More is nothing that a person opens; whoever needs it asks the API for it, which has no bound. */
const mostBytes = 2 ** 30;
const lineEnd = 10;

interface Range {
	metrics: string[];
	from: number;
	to: number;
}

/**
 * A range of the history as a file of CSV: each step of the finest tier that reaches back so far, or of the one that is
 * asked for.
 */
export const exportRange: BuiltIn = async (context) => {
	const { directory, signal, log, progress } = context;
	const range = readRange(context.parameters);
	const tier = await findTier(context, range);
	const name = `hostbeat-${fileTime(range.from)}-${fileTime(range.to)}.csv`;
	const path = join(directory, name);
	const first = Math.max(range.from, tier.from ?? range.to);
	const last = Math.max(first + 1, Math.min(range.to, Date.now()));
	let lines = -1;
	let bytes = 0;

	const file = await open(path, "wx", 0o600);
	try {
		for (let place: object | null = null; ; ) {
			const { head, body } = await askHistory(context, "csv", {
				...range,
				points: null,
				tier: tier.name,
				place,
			});
			bytes += body.length;
			if (bytes > mostBytes) throw new TaskFailure({ key: "exportTooLarge", parameters: { mostBytes } });
			await file.writeFile(body);
			for (let at = body.indexOf(lineEnd); at !== -1; at = body.indexOf(lineEnd, at + 1)) lines++;
			if (!head.next) break;
			place = head.next;
			const { from: time } = place as { from: number };
			const done = (time - first) / (last - first);
			progress(Math.min(Math.max(done, 0), 1), { key: "exportedUntil", parameters: { time, lines } });
		}
		await file.sync();
	} catch (error) {
		// Half an export looks like a whole one.
		await rm(path, { force: true });
		signal.throwIfAborted();
		throw error;
	} finally {
		await file.close();
	}
	log({ key: "exported", parameters: { lines, bytes } });
	const { from, to } = range;
	return {
		files: [{ name, type: "text/csv", bytes }],
		facts: { from, to, tier: tier.name, lines, bytes },
	};
};

function readRange({ from, to, metrics }: Parameters): Range {
	return { from: Number(from), to: Number(to), metrics: Array.isArray(metrics) ? metrics : [] };
}

/** The one that is asked for; or the finest that has all of the range, else as much of it as there is. */
async function findTier(context: TaskContext, { from, to }: Range): Promise<Pick<KeptTier, "name" | "from">> {
	const { body } = await askHistory(context, "kept", null);
	const { tiers } = JSON.parse(new TextDecoder().decode(body)) as Pick<Kept, "tiers">;
	const asked = String(context.parameters.tier ?? "auto");
	if (asked !== "auto") return tiers.find(({ name }) => name === asked) ?? { name: asked, from };
	const begin = (tier: KeptTier) => Math.max(from, tier.from ?? to);
	const earliest = Math.min(...tiers.map((tier) => begin(tier) + tier.stepMs));
	// A coarser step begins before its first reading.
	const found = tiers.find((tier) => begin(tier) < earliest) ?? tiers[0];
	if (found) return found;
	throw new Error("the history has no tiers");
}
