import { spawnSync } from "node:child_process";
import {
	chmodSync,
	chownSync,
	linkSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { englishJobWords, type Words } from "@/lib/job-words";
import { diskUsage } from "./disk-usage";

let root = "";
let left = "";
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "hostbeat-usage-"));
	left = mkdtempSync(join(tmpdir(), "hostbeat-usage-job-"));
	// So that also nobody may come in.
	chmodSync(root, 0o755);
});
afterEach(() => {
	for (const path of [root, left]) rmSync(path, { recursive: true, force: true });
});

interface Node {
	name: string;
	bytes: number;
	children?: Node[];
	other: { entries: number };
}

async function run() {
	const logs: Words[] = [];
	const result = await diskUsage({
		...{ parameters: { directory: root }, language: "en", directory: left },
		signal: new AbortController().signal,
		log: (words) => logs.push(words),
		progress: () => {},
		ask: async () => expect.fail("it asks nothing"),
	});
	const tree = JSON.parse(readFileSync(join(left, "usage.json"), "utf8")).tree as Node;
	return { logs, ...result, tree };
}

/** What `du` says: bytes on the disk. */
function du(options: object = {}, path = root): number {
	const { stdout } = spawnSync("du", ["-xs", "--block-size=1", path], { encoding: "utf8", ...options });
	return Number(stdout.split("\t")[0]);
}

const fill = (path: string, bytes: number) => {
	mkdirSync(join(root, path, ".."), { recursive: true });
	writeFileSync(join(root, path), Buffer.alloc(bytes, 1));
};

it("goes round what may not be read, says so, and still counts what du counts", async () => {
	for (let one = 0; one < 8; one++) fill(`closed-${one}/secret`, 5_000);
	fill("open/file", 70_000);
	const isRoot = process.geteuid?.() === 0;
	for (let one = 0; one < 8; one++) chmodSync(join(root, `closed-${one}`), 0o000);
	const nobody = 65_534;
	if (isRoot) chownSync(left, nobody, nobody);
	if (isRoot) process.seteuid?.(nobody);
	let result: Awaited<ReturnType<typeof run>>;
	try {
		result = await run();
	} finally {
		if (isRoot) process.seteuid?.(0);
	}
	expect(result.facts.bytes).toBe(du(isRoot ? { uid: nobody, gid: nobody } : {}));
	expect(result.facts).toMatchObject({ unread: 8, vanished: 0, files: 1, directories: 10 });
	const spoken = result.logs.map((words) => ("key" in words ? words : expect.fail()));
	expect(spoken.map(({ key }) => key)).toEqual([...Array(5).fill("notRead"), "moreNotRead", "usageFound"]);
	expect(JSON.stringify(spoken[0])).toMatch(/closed-\d","reason":"EACCES: permission denied"/);
	for (let one = 0; one < 8; one++) chmodSync(join(root, `closed-${one}`), 0o700);
});

it("counts hard links once and holes as nothing, follows no symbolic link, and is as large as du says", async () => {
	fill("a/one", 300_000);
	fill("b/deep/er/two", 12_345);
	linkSync(join(root, "a/one"), join(root, "b/again"));
	linkSync(join(root, "a/one"), join(root, "b/deep/once-more"));
	fill("sparse", 10);
	truncateSync(join(root, "sparse"), 1_000_000_000);
	symlinkSync("/usr", join(root, "link"));
	symlinkSync(".", join(root, "b/circle"));
	fill("empty", 0);

	const { facts, files, tree } = await run();
	expect(facts.bytes).toBe(du());
	expect(facts).toMatchObject({ files: 6, directories: 5, furtherNames: 2, unread: 0 });
	expect(facts.apparentBytes).toBe(300_000 + 12_345 + 1_000_000_000 + "/usr".length + ".".length);
	expect(tree.bytes).toBe(facts.bytes);
	expect(tree.children?.[0]).toMatchObject({ bytes: expect.any(Number) });
	expect(files).toEqual([
		{ name: "usage.json", type: "application/json", bytes: statSync(join(left, "usage.json")).size },
	]);
	expect(statSync(join(left, "usage.json")).mode & 0o777).toBe(0o600);
});

it("tells names of any bytes on one line each, and can look into directories with such names", async () => {
	const names = ["line\nend", "back\\slash", "\u202egnp.exe", "é", "\x1b[31m"];
	for (const name of names) fill(`${name}/x`, 9_000);
	const raw = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe, 0x41])]);
	mkdirSync(raw);
	writeFileSync(Buffer.concat([raw, Buffer.from("/y")]), Buffer.alloc(9_000));
	const { tree, facts } = await run();
	expect(facts.bytes).toBe(du());
	expect(tree.children?.map(({ name }) => name).sort()).toEqual(
		["\\x1b[31m", "\\xe2\\x80\\xaegnp.exe", "\\xff\\xfeA", "back\\\\slash", "line\\nend", "é"].sort(),
	);
	for (const { bytes } of tree.children ?? []) expect(bytes).toBeGreaterThan(9_000);
});

it("says in words why it could not begin", async () => {
	rmSync(root, { recursive: true });
	const error = await run().catch((error) => error);
	expect(error.name).toBe("TaskFailure");
	expect(englishJobWords.notRead(error.words.parameters)).toBe(
		`${root} could not be read: ENOENT: no such file or directory`,
	);
});
