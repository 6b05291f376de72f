import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { boundFiles } from "./job-directories";
import { makeTask, starter } from "./jobs.fixture";
import { makeJob } from "./make-job";
import { MemoryJobs } from "./memory-jobs.fixture";
import type { Job } from "./types";

let directory: string;
let store: MemoryJobs;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "job-files-"));
	store = new MemoryJobs();
});
afterEach(() => rmSync(directory, { recursive: true }));

const idOf = (age: number) => `0mwpy${String(100 - age).padStart(11, "0")}`;
function keep(age: number, bytes: number, status: Job["status"] = "succeeded"): void {
	const id = idOf(age);
	const start = { parameters: {}, key: null, startedBy: starter, language: "en", time: 1 } as const;
	const files = [{ name: "all.csv", type: "text/csv", bytes }];
	const made = makeJob(id, { ...start, task: makeTask() });
	store.put({
		...made,
		status,
		endedAt: status === "running" ? null : 2,
		result: { files, facts: { bytes } },
	});
	mkdirSync(join(directory, id));
	writeFileSync(join(directory, id, "all.csv"), "x".repeat(bytes));
}
const has = (age: number) => existsSync(join(directory, idOf(age)));

it("removes the files of the oldest jobs where all take too much, and nobody is offered them any more", async () => {
	for (const age of [1, 2, 3, 4]) keep(age, 100);
	await boundFiles(directory, store, 250);
	expect([1, 2, 3, 4].map(has)).toEqual([true, true, false, false]);
	expect((await store.get(idOf(2)))?.result?.files).toHaveLength(1);
	expect((await store.get(idOf(3)))?.result).toEqual({ files: [], facts: { bytes: 100 } });
});

it("keeps those of the newest however large they are, and of one that runs", async () => {
	keep(1, 500);
	keep(2, 100, "running");
	keep(3, 1);
	mkdirSync(join(directory, "somebody-elses"));
	await boundFiles(directory, store, 250);
	expect([1, 2, 3].map(has)).toEqual([true, true, false]);
	expect(existsSync(join(directory, "somebody-elses"))).toBe(true);
});

it("has nothing to do before the first job", async () => {
	await boundFiles(join(directory, "none"), store);
});
