import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Access } from "./access/access";
import { makeDirectory } from "./make-directory";

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "hostbeat-directory-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("makes it with those above it, for its owner alone, and is content with one that is there", () => {
	const path = join(root, "a/b");
	makeDirectory(path);
	makeDirectory(path);
	expect([path, join(root, "a")].map((one) => statSync(one).mode & 0o777)).toEqual([0o700, 0o700]);
});

it("throws below a file", () => {
	writeFileSync(join(root, "file"), "");
	expect(() => makeDirectory(join(root, "file/a"))).toThrow(/ENOTDIR|EEXIST/);
});

it.runIf(existsSync("/proc/self"))(
	"ends, and a server opens, where no directory can ever be made",
	async () => {
		expect(() => makeDirectory("/proc/nothing/at/all")).toThrow(/ENOENT/);
		const log = { info: () => {}, warn: () => {}, error: () => {} };
		const access = new Access({
			...{ anonymous: ["read", "settings"], refusesForwarded: true, passwords: {}, basePath: "", log },
			...{
				sessionIdleMs: 3_600_000,
				sessionMaxMs: 3_600_000,
				directory: "/proc/nothing",
				settings: { HOST: "::1" },
			},
		});
		await access.open();
		access.audit.note({ action: "signed-in", who: "admin", address: null, what: null });
		access.close();
	},
);
