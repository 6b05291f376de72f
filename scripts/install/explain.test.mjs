// @ts-check
import { expect, test } from "vitest";
import { explainInstallFailure, lostFiles, summarize } from "./explain.mjs";

test.each([
	"npm error code ENOTFOUND\nnpm error syscall getaddrinfo\nnpm error network request to https://x/ failed",
	"npm error code EAI_AGAIN",
	"npm error code ECONNREFUSED\nnpm error FetchError: request to https://x/next failed, reason: connect ECONNREFUSED",
	"npm error code ETIMEDOUT",
	"npm error code EIDLETIMEOUT",
	"npm error network Socket timeout: socket hang up",
])("no network is recognised in %j", (output) => {
	expect(explainInstallFailure(output, null)).toContain("the npm registry cannot be reached");
});

test("a certificate that is not trusted is not taken for a missing network", () => {
	const output =
		"npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error request to https://x/next failed, reason: self-signed";
	expect(explainInstallFailure(output, null)).toContain("NODE_EXTRA_CA_CERTS");
});

test("a full disk, a missing permission and a read-only disk each have their sentence", () => {
	expect(explainInstallFailure("npm error code ENOSPC", null)).toContain("the disk is full");
	expect(explainInstallFailure("npm error code EACCES\nnpm error path /x", null)).toContain("no permission");
	expect(explainInstallFailure("npm error code EROFS", null)).toContain("read-only");
});

test("a lockfile out of step is recognised", () => {
	const output =
		"npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.";
	expect(explainInstallFailure(output, null)).toContain("do not belong together");
});

test("an npm that the system killed is not blamed on the network", () => {
	expect(explainInstallFailure("", "SIGKILL")).toContain("memory ran out");
});

test("what nobody foresaw points at npm's own words", () => {
	expect(explainInstallFailure("npm error code EWHATEVER", null)).toContain("npm failed, see above");
});

test("an install that lost files on a full disk is recognised, though npm ends it with success", () => {
	const line = "npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write";
	const output = `${`${line}\n`.repeat(5_000)}\nadded 95 packages in 52s\n`;
	expect(lostFiles(output)).toBe(true);
	expect(lostFiles("npm warn deprecated tar@6\nadded 95 packages in 52s")).toBe(false);
	expect(explainInstallFailure(output, null)).toContain("the disk is full");
	expect(summarize(output)).toBe(`${line}\n\nadded 95 packages in 52s`);
});
