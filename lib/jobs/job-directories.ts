import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isTerminal, type JobStore } from "./types";

/** So much the files of all jobs may take: exports of a gigabyte are kept as long as any other job. */
const mostBytes = 2 * 2 ** 30;
const idPattern = /^[0-9a-z]{16}$/;

/** The jobs that have a directory, newest first. */
export async function readIds(directory: string): Promise<string[]> {
	const names = await readdir(directory).catch((error) => {
		if (error.code === "ENOENT") return [];
		throw error;
	});
	return names
		.filter((name) => idPattern.test(name))
		.toSorted()
		.toReversed();
}

/** Removes what a job has left. */
export async function removeDirectory(directory: string, id: string): Promise<void> {
	if (idPattern.test(id)) await rm(join(directory, id), { recursive: true, force: true });
}

/**
 * Removes the files of the oldest jobs while all together take more than `most`, and notes of these that they have none;
 * never those of the newest job, nor of one that has not ended.
 */
export async function boundFiles(
	directory: string,
	store: JobStore,
	most: number = mostBytes,
): Promise<void> {
	let bytes = 0;
	for (const [index, id] of (await readIds(directory)).entries()) {
		bytes += await sizeOf(join(directory, id));
		if (bytes <= most || index === 0) continue;
		const job = await store.get(id);
		if (!job || !isTerminal(job.status)) continue;
		// First, so that nobody is offered what is gone.
		if (job.result) store.put({ ...job, result: { ...job.result, files: [] } });
		await removeDirectory(directory, id);
	}
}

async function sizeOf(directory: string): Promise<number> {
	let bytes = 0;
	// Whoever made it, or forgot its job, may remove it meanwhile.
	for (const name of await readdir(directory).catch(() => [])) {
		bytes += (await stat(join(directory, name)).catch(() => null))?.size ?? 0;
	}
	return bytes;
}
