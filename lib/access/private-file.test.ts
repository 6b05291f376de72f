import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PrivateFile } from "./private-file";

let directory: string;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-private-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it("says that it is replaced before anybody can have changed it again, not once the disk has it", async () => {
	const path = join(directory, "file");
	const file = new PrivateFile(path);
	const seen: string[] = [];
	const replaced = file.replace("mine", () => {
		seen.push(`${readFileSync(path, "utf8")} ${file.isChanged}`);
		writeFileSync(path, "another's");
	});
	expect(await replaced).toBe(true);
	expect(seen).toEqual(["mine false"]);
	expect(file.isChanged).toBe(true);
});

it("replaces nothing, and says nothing, where another was quicker", async () => {
	const path = join(directory, "file");
	const file = new PrivateFile(path);
	const replaced = file.replace("mine", () => expect.fail("it was not replaced"));
	writeFileSync(path, "another's");
	expect(await replaced).toBe(false);
	expect(readFileSync(path, "utf8")).toBe("another's");
});
