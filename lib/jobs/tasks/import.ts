import { stat } from "node:fs/promises";
import type { OwnReading } from "@/lib/history/types";
import type { Words } from "@/lib/job-words";
import { TaskFailure } from "../task-failure";
import type { BuiltIn, JobResult, TaskContext } from "../types";
import { type Line, readLines } from "./import/readings";

const mostMistakes = 20;
const mostSeries = 1_000;
const batchSize = 5_000;
const tellMs = 250;
/** How much of the way the check is: what is kept goes to the disk, too. */
const checkShare = 0.3;

interface Found {
	lines: number;
	readings: number;
	series: Set<string>;
	from: number;
	to: number;
}

/**
 * Takes series of one's own from a file of CSV into the history. All of it is looked at before the first reading is
 * kept: a file with mistakes changes nothing.
 */
export const importSeries: BuiltIn = async (context) => {
	const upload = String(context.parameters.upload);
	const path = (await context.ask("upload", { id: upload })) as string | null;
	if (path === null) throw new TaskFailure({ key: "uploadGone", parameters: {} });
	// Twice the same answer to what is in the future.
	const now = Date.now();
	const found = await check(context, path, now);
	await keep(context, readLines(path, now), found.readings);
	await context.ask("forgetUpload", { id: upload });
	return conclude(context, found);
};

/** Looks at all of it; rejects with a TaskFailure where it may not be imported, when the log says why. */
async function check({ signal, log, progress }: TaskContext, path: string, now: number): Promise<Found> {
	const { size } = await stat(path);
	const mayTell = createPace();
	const found: Found = { lines: 0, readings: 0, series: new Set(), from: now, to: 0 };
	let mistakes = 0;
	for await (const { readings, wrong, bytes } of readLines(path, now)) {
		signal.throwIfAborted();
		found.lines++;
		for (const words of wrong) if (++mistakes <= mostMistakes) log(words);
		if (mistakes >= mostMistakes) break;
		for (const { metric, time } of readings) {
			found.readings++;
			found.series.add(metric);
			found.from = Math.min(found.from, time);
			found.to = Math.max(found.to, time);
		}
		if (found.series.size > mostSeries) refuse({ key: "tooManySeries", parameters: { most: mostSeries } });
		if (mayTell()) {
			progress((checkShare * bytes) / size, { key: "importChecking", parameters: { lines: found.lines } });
		}
	}
	if (mistakes >= mostMistakes) refuse({ key: "importRefusedEarly", parameters: { count: mostMistakes } });
	if (mistakes > 0) refuse({ key: "importRefused", parameters: { count: mistakes } });
	if (found.readings === 0) refuse({ key: "noReadings", parameters: {} });
	return found;
}

function refuse(words: Words): never {
	throw new TaskFailure(words);
}

/** Keeps all readings, batch by batch; where that ends early, the log says how far it came. */
async function keep(
	{ ask, signal, log, progress }: TaskContext,
	lines: AsyncIterable<Line>,
	total: number,
): Promise<void> {
	let kept = 0;
	let batch: OwnReading[] = [];
	const send = async () => {
		signal.throwIfAborted();
		await ask("keepOwn", batch);
		kept += batch.length;
		batch = [];
		const parameters = { kept, total };
		progress(checkShare + (1 - checkShare) * (kept / total), { key: "importing", parameters });
	};
	try {
		for await (const { readings } of lines) {
			for (const reading of readings) {
				batch.push(reading);
				if (batch.length === batchSize) await send();
			}
		}
		if (batch.length > 0) await send();
	} catch (error) {
		log({ key: "importStopped", parameters: { kept, total } });
		signal.throwIfAborted();
		throw error;
	}
}

function conclude({ log }: TaskContext, { lines, readings, series, from, to }: Found): JobResult {
	log({ key: "imported", parameters: { readings, series: series.size, from, to } });
	return { files: [], facts: { lines, readings, series: series.size, from, to } };
}

function createPace(): () => boolean {
	let toldAt = Number.NEGATIVE_INFINITY;
	return () => {
		const now = performance.now();
		if (now - toldAt < tellMs) return false;
		toldAt = now;
		return true;
	};
}
