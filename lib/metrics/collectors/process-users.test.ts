import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseEffectiveUser, parsePasswd, UserNames } from "./process-users";

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "host-"));
	mkdirSync(join(root, "etc"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("UserNames", () => {
	it("names users by the file of the observed host, and knows new ones within a minute", () => {
		let nowMs = 0;
		writeFileSync(join(root, "etc/passwd"), "root:x:0:0::/root:/bin/sh\nweb:x:33:33::/:/bin/sh\n");
		const names = new UserNames(root, () => nowMs);
		expect([names.find(0), names.find(33), names.find(1_000)]).toEqual(["root", "web", "1000"]);
		writeFileSync(
			join(root, "etc/passwd"),
			"root:x:0:0::/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\n",
		);
		nowMs = 60_000;
		expect([names.find(33), names.find(1_000)]).toEqual(["33", "ada"]);
	});

	it("leaves numbers where the host's files are not seen", () => {
		expect(new UserNames(null).find(0)).toBe("0");
		expect(new UserNames(root).find(0)).toBe("0");
	});
});

it("reads no user out of a damaged line", () => {
	const text =
		"root:x:0:0:::\ntoor:x:0:0:::\n:x:5:5:::\na:x::1\nb:x:1e3:1\n# c\nd:x:7\u0000\n\u202ee:x:8:8\n";
	expect([...parsePasswd(text)]).toEqual([
		[0, "root"],
		[8, "\ufffde"],
	]);
});

it("takes the user whose rights a process has, and not what its name says", () => {
	const capture = readFileSync(join(import.meta.dirname, "fixtures/6.18/process-status"), "utf8");
	expect(parseEffectiveUser(capture)).toBe(0);
	expect(parseEffectiveUser("Name:\ta\\nUid:\t7\t7\nUid:\t1000\t0\t0\t0\n")).toBe(0);
	expect(parseEffectiveUser("Name:\ta\nUid:\t1000")).toBeNull();
});
