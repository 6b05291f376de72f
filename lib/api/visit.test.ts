import { afterEach, beforeEach, expect, it } from "vitest";
import type { Asked } from "@/lib/access/types";
import { encryptionOf } from "./visit";

const asked: Asked = {
	...{ address: "127.0.0.1", isForwarded: false, isHttps: false, host: "h", method: "GET", path: "/" },
	header: () => null,
};
const principal = { kind: "anonymous" as const, name: null, id: null, scopes: [] };
const proxy = { host: "h" };

const key = Symbol.for("hostbeat.server");
const shared = globalThis as { [key]?: unknown };
beforeEach(() => {
	shared[key] = { config: { trustedProxies: ["10.0.0.1"] } };
});
afterEach(() => {
	delete shared[key];
});

it.each([
	["is not known of a proxy that is not trusted, not even on this machine", { isForwarded: true }, "unknown"],
	["is known where nothing leaves this machine", {}, "local"],
	["is plain from elsewhere", { address: "192.0.2.1" }, "plain"],
	["is plain where a trusted proxy says so", { address: "192.0.2.1", isForwarded: true, proxy }, "plain"],
	["is https where a trusted proxy says so", { isHttps: true, isForwarded: true, proxy }, "https"],
])("how a page travels %s", (_what, more, encryption) => {
	expect(encryptionOf({ principal, asked: { ...asked, ...more } })).toBe(encryption);
});
