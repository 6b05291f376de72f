import { describe, expect, it } from "vitest";
import type { Principal } from "@/lib/access/types";
import { mayImport, mayUse } from "./may";

const principal = (kind: Principal["kind"], ...scopes: Principal["scopes"]): Principal => ({
	...{ kind, name: null, id: null, scopes },
});

describe("mayUse", () => {
	it.each([
		["a stranger who may read", principal("anonymous", "read"), false, false],
		["a token that may read", principal("token", "read"), false, false],
		["a token that may all but jobs", principal("token", "read", "settings", "push"), false, false],
		["a session of the viewer", principal("session", "read"), true, false],
		["a token with the right to jobs alone", principal("token", "jobs"), true, true],
		["the admin", principal("session", "read", "settings", "jobs", "push"), true, true],
		["this machine where nobody signs in", principal("anonymous", "read", "settings", "jobs"), true, true],
	])("%s", (_, who, viewers, admins) => {
		expect(mayUse(who, { mayRun: "viewer" })).toBe(viewers);
		expect(mayUse(who, { mayRun: "admin" })).toBe(admins);
	});
});

it("files for an import are of those who may run it, and of nobody where it is switched off", () => {
	const [viewer, admin] = [principal("session", "read"), principal("session", "read", "jobs")];
	const tasks = (mayRun: "admin" | "viewer") => [{ id: "import", mayRun }];
	expect([mayImport(viewer, tasks("admin")), mayImport(viewer, tasks("viewer"))]).toEqual([false, true]);
	expect([mayImport(admin, tasks("admin")), mayImport(admin, [])]).toEqual([true, false]);
	expect(mayImport(viewer, [{ id: "walk", mayRun: "viewer" }])).toBe(false);
});
