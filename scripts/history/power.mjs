// @ts-check
import { closeSync, existsSync, openSync, readFileSync, readSync, truncateSync } from "node:fs";

// Of the write-ahead log's format (sqlite.org/fileformat2.html#walformat).
const HEADER = 32;
const FRAME_HEADER = 24;
// Of the index of the log, beside it: how many frames a checkpoint has begun to write into the file (walindex, "nBackfillAttempted").
const ATTEMPTED = 128;

/**
 * Makes of a file as a kill left it one as a cut of the power may: of what the log has, what was written last is not on
 * the disk, from any byte on. What is in the file itself already was on the disk in the log before, by SQLite's order of
 * writing, and so is not cut; nor is what a checkpoint had begun to write there, before which all of that is synced. Says
 * how many pages were lost.
 * @param {string} file
 * @param {import("../../bench/history/random.mjs").Random} random
 * @param {string} [index] where the killed process left the index of the log
 */
export function cutPower(file, random, index = `${file}-shm`) {
	const log = `${file}-wal`;
	const bytes = existsSync(log) ? readFileSync(log) : Buffer.alloc(0);
	if (bytes.length < HEADER) return 0;
	const pageSize = bytes.readUInt32BE(8);
	const frameSize = FRAME_HEADER + pageSize;
	const salt = bytes.subarray(16, 24);
	let frames = 0;
	const isFrame = (/** @type {number} */ start) =>
		start + frameSize <= bytes.length && bytes.subarray(start + 8, start + 16).equals(salt);
	while (isFrame(HEADER + frames * frameSize)) frames++;
	const least = Math.min(frames, Math.max(countInFile(file, bytes, frames, pageSize), countAttempted(index)));
	const left = least + random.below(frames - least + 1);
	const torn = left === frames ? 0 : random.below(frameSize);
	truncateSync(log, Math.min(bytes.length, HEADER + left * frameSize + torn));
	return frames - left;
}

/** @param {string} index */
function countAttempted(index) {
	if (!existsSync(index)) return 0;
	const bytes = readFileSync(index);
	return bytes.length < ATTEMPTED + 4 ? 0 : bytes.readUInt32LE(ATTEMPTED);
}

/**
 * How many frames, from the first on, may be in the file already: up to the last one whose page looks the same there.
 * @param {string} file
 * @param {Buffer} log
 * @param {number} frames
 * @param {number} pageSize
 */
function countInFile(file, log, frames, pageSize) {
	const descriptor = openSync(file, "r");
	const page = Buffer.alloc(pageSize);
	try {
		for (let frame = frames; frame > 0; frame--) {
			const start = HEADER + (frame - 1) * (FRAME_HEADER + pageSize);
			const number = log.readUInt32BE(start);
			const length = readSync(descriptor, page, 0, pageSize, (number - 1) * pageSize);
			const written = log.subarray(start + FRAME_HEADER, start + FRAME_HEADER + pageSize);
			if (length === pageSize && page.equals(written)) return frame;
		}
		return 0;
	} finally {
		closeSync(descriptor);
	}
}
