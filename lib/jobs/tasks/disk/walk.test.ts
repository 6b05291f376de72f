import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type WalkOptions, type WalkState, walk } from "./walk";

let root = "";
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "hostbeat-walk-"));
	for (let one = 0; one < 20; one++) {
		mkdirSync(join(root, `d${one}/below`), { recursive: true });
		for (let two = 0; two < 5; two++) writeFileSync(join(root, `d${one}/below/${two}`), "12345");
	}
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function look(options: Partial<WalkOptions> = {}) {
	const faults: string[] = [];
	const states: WalkState[] = [];
	const { onState = () => {}, ...rest } = options;
	const walked = walk(root, {
		isMountPoint: () => false,
		limits: { perDirectory: 50, entries: 100, depth: 10 },
		// After each name.
		breathMs: 0,
		signal: new AbortController().signal,
		onFault: (path, { code }) => faults.push(`${code} ${path.replace(root, "")}`),
		onState: (state) => {
			states.push({ ...state });
			onState(state);
		},
		...rest,
	});
	return { walked, faults, states };
}

it("survives what vanishes, and what becomes something else, while it looks", async () => {
	let isGone = false;
	const { walked, faults } = look({
		onState: ({ entries }) => {
			if (isGone || entries < 3) return;
			isGone = true;
			for (let one = 0; one < 10; one++) rmSync(join(root, `d${one}`), { recursive: true, force: true });
			for (let one = 10; one < 18; one++) {
				renameSync(join(root, `d${one}`), join(root, `moved-${one}`));
				symlinkSync("/usr", join(root, `d${one}`));
			}
		},
	});
	const { usage, vanished } = await walked;
	expect(vanished).toBeGreaterThan(5);
	expect(faults.length).toBe(vanished);
	expect(new Set(faults.map((fault) => fault.split(" ")[0]))).toEqual(new Set(["ENOENT"]));
	expect(usage.unread).toBe(0);
	expect(usage.files).toBeLessThan(40);
});

it("ends at once, in the middle of a directory too, where it is told to", async () => {
	const stop = new AbortController();
	const { walked, states } = look({
		signal: stop.signal,
		onState: ({ entries }) => {
			if (entries === 30) stop.abort(new Error("enough"));
		},
	});
	await expect(walked).rejects.toThrow("enough");
	expect(states.at(-1)?.entries).toBe(30);
});

it("leaves out what is mounted, and never touches it", async () => {
	const { walked, faults } = look({ isMountPoint: (path) => path === `${root}/d3` || path.endsWith("/2") });
	expect(await walked).toMatchObject({ mountPoints: 20, usage: { files: 76, directories: 39 } });
	expect(faults).toEqual([]);
});

it("tells a share that never goes back and is almost the whole in the end", async () => {
	const { walked, states } = look();
	await walked;
	const shares = states.map(({ share }) => share);
	expect(shares).toEqual([...shares].sort((a, b) => a - b));
	expect(shares.at(-1)).toBeCloseTo(1, 9);
	expect(new Set(shares).size).toBeGreaterThan(30);
});
