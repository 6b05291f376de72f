import { stat } from "node:fs/promises";
import type { OwnKept, OwnReading } from "@/lib/history/types";
import type { Words } from "@/lib/job-words";
import { TaskFailure } from "../task-failure";
import type { BuiltIn, TaskContext } from "../types";
import { type Line, readLines } from "./import/readings";

const mostMistakes = 20;
/** As many as the history keeps. */
const mostSeries = 200;
const batchSize = 5_000;
const tellMs = 250;
/** How much of the way the check is: what is kept goes to the disk, too. */
const checkShare = 0.3;

interface Found {
	lines: number;
	readings: number;
	/** Of each series the first reading. */
	series: Map<string, OwnReading>;
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
	const kept = await keep(context, readLines(path, now), found);
	await context.ask("forgetUpload", { id: upload });
	const { lines, from, to } = found;
	const series = found.series.size;
	context.log({ key: "imported", parameters: { readings: kept, series, from, to } });
	return { files: [], facts: { lines, readings: kept, leftOut: found.readings - kept, series, from, to } };
};

/** Looks at all of it; rejects with a TaskFailure where it may not be imported, when the log says why. */
async function check({ signal, log, progress }: TaskContext, path: string, now: number): Promise<Found> {
	const { size } = await stat(path);
	const mayTell = createPace();
	const found: Found = { lines: 0, readings: 0, series: new Map(), from: now, to: 0 };
	let mistakes = 0;
	for await (const { readings, wrong, bytes } of readLines(path, now)) {
		signal.throwIfAborted();
		found.lines++;
		for (const words of wrong) if (++mistakes <= mostMistakes) log(words);
		if (mistakes >= mostMistakes) break;
		for (const reading of readings) {
			const { metric, time } = reading;
			found.readings++;
			if (!found.series.has(metric)) found.series.set(metric, reading);
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

/** Keeps all readings, batch by batch, and gives how many it kept; where that ends early, the log says how far it came. */
async function keep(
	{ ask, signal, log, progress }: TaskContext,
	lines: AsyncIterable<Line>,
	{ readings: total, series }: Found,
): Promise<number> {
	let done = 0;
	let kept = 0;
	let whyNot: string | null = null;
	const send = async (batch: readonly OwnReading[]) => {
		signal.throwIfAborted();
		const answer = (await ask("keepOwn", batch)) as OwnKept;
		whyNot ??= answer.reason;
		return answer.kept;
	};
	const sendNext = async (batch: readonly OwnReading[]) => {
		kept += await send(batch);
		done += batch.length;
		const parameters = { kept: done, total };
		progress(checkShare + (1 - checkShare) * (done / total), { key: "importing", parameters });
	};
	try {
		// One of each first: where there is no room for a series, it is refused before anything of it is kept. They come
		// again with the others, and replace themselves.
		await send([...series.values()]);
		for await (const batch of batchesOf(lines)) await sendNext(batch);
	} catch (error) {
		if (done > 0) log({ key: "importStopped", parameters: { kept, total } });
		signal.throwIfAborted();
		return refuse({ key: "refused", parameters: { reason: (error as Error).message } });
	}
	const left = { count: total - kept, reason: whyNot ?? "?" };
	if (kept === 0) refuse({ key: "importLeftOut", parameters: left });
	if (left.count > 0) log({ key: "importLeftOut", parameters: left });
	return kept;
}

async function* batchesOf(lines: AsyncIterable<Line>): AsyncGenerator<OwnReading[]> {
	let batch: OwnReading[] = [];
	for await (const { readings } of lines) {
		for (const reading of readings) {
			batch.push(reading);
			if (batch.length < batchSize) continue;
			yield batch;
			batch = [];
		}
	}
	if (batch.length > 0) yield batch;
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
