import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { MountProbe, type StatFs } from "./mount-probe";
import type { MountLine } from "./mounts";

const size: StatFs = { bsize: 4096, blocks: 100, bfree: 60, bavail: 50, files: 10, ffree: 5 };
const local = (mount: string): MountLine => ({ mount, type: "ext4", device: mount, root: "/" });
const remote = (mount: string): MountLine => ({ mount, type: "nfs4", device: mount, root: "/" });

let asked: string[];
let dead: Map<string, (size: StatFs) => void>;

const ask = (path: string) => {
	asked.push(path);
	return new Promise<StatFs>((resolve, reject) => {
		if (path.includes("dead")) dead.set(path, resolve);
		else if (path.includes("denied")) reject(Object.assign(new Error("denied"), { code: "EACCES" }));
		else resolve(size);
	});
};

const answersOf = async (probe: MountProbe, mounts: MountLine[], nowMs = 0) => {
	const answers = probe.ask(mounts, "", nowMs);
	await vi.advanceTimersByTimeAsync(2_000);
	return Object.fromEntries(await answers);
};

beforeEach(() => {
	vi.useFakeTimers();
	asked = [];
	dead = new Map();
});

afterEach(() => {
	vi.useRealTimers();
});

it("waits two seconds for a dead mount, and has the answers of all others", async () => {
	const mounts = [remote("/dead"), local("/"), remote("/alive")];
	expect(await answersOf(new MountProbe(ask), mounts)).toEqual({
		"/": size,
		"/dead": "not answering",
		"/alive": size,
	});
});

it("never asks a mount again that still owes its answer", async () => {
	const probe = new MountProbe(ask);
	await answersOf(probe, [local("/"), remote("/dead")]);
	expect(await answersOf(probe, [local("/"), remote("/dead")], 3_600_000)).toEqual({
		"/": size,
		"/dead": "not answering",
	});
	expect(asked).toEqual(["/", "/dead", "/"]);
});

it("lets dead mounts of other machines hold no more than two threads of four", async () => {
	const probe = new MountProbe(ask);
	const mounts = [local("/"), remote("/dead1"), remote("/dead2"), remote("/dead3"), remote("/alive")];
	for (let round = 0; round < 5; round++) {
		expect(await answersOf(probe, mounts, round * 10_000)).toEqual({
			"/": size,
			"/dead1": "not answering",
			"/dead2": "not answering",
			"/dead3": "not asked: other mounts are not answering",
			"/alive": "not asked: other mounts are not answering",
		});
	}
	expect(dead.size).toBe(2);
});

it("still reaches all that are alive beside one that is dead", async () => {
	const probe = new MountProbe(ask);
	const mounts = [remote("/dead"), local("/"), local("/data"), remote("/a"), remote("/b")];
	await answersOf(probe, mounts);
	expect(await answersOf(probe, mounts, 10_000)).toMatchObject({
		"/": size,
		"/data": size,
		"/a": size,
		"/b": size,
	});
});

it("lets a mount rest for a minute after it answered too late", async () => {
	const probe = new MountProbe(ask);
	await answersOf(probe, [remote("/dead")]);
	dead.get("/dead")?.(size);
	await vi.advanceTimersByTimeAsync(0);
	await answersOf(probe, [remote("/dead")], 50_000);
	expect(asked).toHaveLength(1);
	await answersOf(probe, [remote("/dead")], 60_000);
	expect(asked).toHaveLength(2);
});

it("does not change an answer that was already given", async () => {
	const probe = new MountProbe(ask);
	const answers = await answersOf(probe, [remote("/dead")]);
	dead.get("/dead")?.(size);
	await vi.advanceTimersByTimeAsync(0);
	expect(answers).toEqual({ "/dead": "not answering" });
});

it("says why a mount may not be asked", async () => {
	expect(await answersOf(new MountProbe(ask), [local("/denied")])).toEqual({
		"/denied": "could not be read (EACCES)",
	});
});

it("does not wait when all have answered", async () => {
	await expect(new MountProbe(ask).ask([local("/")], "/host", 0)).resolves.toEqual(new Map([["/", size]]));
	expect(asked).toEqual(["/host/"]);
	expect(vi.getTimerCount()).toBe(0);
});
