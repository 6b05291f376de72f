import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { mostUploadBytes, Uploads } from "./uploads";

let parent = "";
let directory = "";
let uploads: Uploads;
beforeEach(() => {
	parent = mkdtempSync(join(tmpdir(), "hostbeat-uploads-"));
	directory = join(parent, "uploads");
	uploads = new Uploads(directory);
});
afterEach(() => {
	uploads.close();
	rmSync(parent, { recursive: true, force: true });
});

async function* body(...chunks: (string | number)[]) {
	for (const chunk of chunks) yield typeof chunk === "number" ? new Uint8Array(chunk) : Buffer.from(chunk);
}
const keep = async (...chunks: (string | number)[]) => {
	const upload = await uploads.keep(body(...chunks));
	return upload.name === "kept" ? upload : expect.fail(upload.name);
};

it.each(["../uploads/secret", "../../etc/passwd", "", "a".repeat(15), "A".repeat(16), "a/../aaaaaaaaaaaa"])(
	"neither finds nor removes what has no id of its own: %j",
	async (id) => {
		await keep("time,a.b\n");
		writeFileSync(join(directory, "secret.csv"), "");
		expect(await uploads.find(id)).toBeNull();
		await uploads.forget(id);
		expect(readdirSync(directory)).toHaveLength(2);
	},
);

it("leaves nothing of a file that is too large, or whose sender leaves in the middle", async () => {
	expect(await uploads.keep(body(mostUploadBytes, "x"))).toEqual({ name: "tooLarge" });
	async function* broken() {
		yield new Uint8Array(10);
		throw new Error("gone");
	}
	await expect(uploads.keep(broken())).rejects.toThrow("gone");
	expect(readdirSync(directory)).toEqual([]);
});

it("is full at 64 MiB, also where several come at once, and has room again after an import", async () => {
	const ids: string[] = [];
	for (let one = 0; one < 7; one++) ids.push((await keep(mostUploadBytes)).id);
	const both = await Promise.all([1, 2].map(() => uploads.keep(body(mostUploadBytes - 1, 1))));
	expect(both.map(({ name }) => name)).toEqual(["kept", "full"]);
	expect(await uploads.keep(body(1))).toEqual({ name: "full" });
	await uploads.forget(ids[0] ?? "");
	expect((await keep(1)).bytes).toBe(1);
});

it("keeps a file for its owner alone, until it is forgotten or a day is over", async () => {
	const { id, bytes } = await keep("time,a.b\n", "1,2\n");
	const path = (await uploads.find(id)) ?? "";
	expect([bytes, readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual([
		13,
		"time,a.b\n1,2\n",
		0o600,
	]);
	expect(statSync(directory).mode & 0o777).toBe(0o700);
	const old = await keep("old");
	const yesterday = Date.now() / 1_000 - 86_401;
	utimesSync((await uploads.find(old.id)) ?? "", yesterday, yesterday);
	expect(await uploads.find(old.id)).toBeNull();
	writeFileSync(join(directory, "aaaaaaaaaaaaaaaa.draft"), "of a server that was killed");
	await keep("new");
	expect(readdirSync(directory)).toHaveLength(2);
	await uploads.forget(id);
	await uploads.forget(id);
	expect(await uploads.find(id)).toBeNull();
});
