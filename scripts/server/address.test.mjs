// @ts-check
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { explainListenError, formatUrl, probe, readAddress } from "./address.mjs";

test.each(["web", "-1", "65536", "7373.5", "0x10", " 7373", "1e3"])(
	"PORT=%j is refused, and the sentence says what came",
	(PORT) => {
		expect(() => readAddress({ PORT })).toThrow(
			`PORT: expected a whole number from 0 to 65535, got "${PORT}"`,
		);
	},
);

test("nothing set, or set to nothing, is loopback on 7373", () => {
	expect(readAddress({})).toEqual({ host: "127.0.0.1", port: 7373 });
	expect(readAddress({ PORT: "", HOST: "" })).toEqual({ host: "127.0.0.1", port: 7373 });
	expect(readAddress({ PORT: "0", HOST: "::1" })).toEqual({ host: "::1", port: 0 });
});

test("a taken port is named with the way around it", async () => {
	const taken = createServer();
	await new Promise((resolve) => taken.listen(0, "127.0.0.1", () => resolve(null)));
	const { port } = /** @type {import("node:net").AddressInfo} */ (taken.address());
	await expect(probe({ host: "127.0.0.1", port })).rejects.toThrow(
		`Port ${port} on 127.0.0.1 is in use. Stop what uses it, or start on another port: PORT=${port + 1} npm start`,
	);
	await new Promise((resolve) => taken.close(resolve));
	await expect(probe({ host: "127.0.0.1", port })).resolves.toBeUndefined();
});

test("an address of another machine is refused by name", async () => {
	const sentence = '"192.0.2.1" is not an address of this machine';
	await expect(probe({ host: "192.0.2.1", port: 0 })).rejects.toThrow(sentence);
});

test("a port that needs more rights says so", () => {
	const error = Object.assign(new Error("listen EACCES"), { code: "EACCES" });
	expect(explainListenError(error, { host: "127.0.0.1", port: 80 })).toContain("needs more rights");
});

test("the printed address is one that a browser here can open", () => {
	expect(formatUrl({ host: "0.0.0.0", port: 7373 })).toBe("http://127.0.0.1:7373");
	expect(formatUrl({ host: "::", port: 7373 })).toBe("http://[::1]:7373");
	expect(formatUrl({ host: "::1", port: 7373 })).toBe("http://[::1]:7373");
	expect(formatUrl({ host: "localhost", port: 7373 })).toBe("http://localhost:7373");
});
