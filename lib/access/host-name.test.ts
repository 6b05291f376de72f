import { describe, expect, it } from "vitest";
import { isAllowedHost } from "./host-name";

const loopback = { host: "127.0.0.1", allowed: [] };
const everywhere = { host: "0.0.0.0", allowed: ["status.example"] };

describe("isAllowedHost", () => {
	it.each([
		"evil.example",
		"evil.example:7373",
		"localhost.evil.example",
		"127.0.0.1.evil.example",
		"192.168.0.7",
		"127.0.0.1@evil.example",
		"",
		null,
	])("refuses %j while it listens on loopback: a page elsewhere may have made it point here", (header) => {
		expect(isAllowedHost(header, loopback)).toBe(false);
	});

	it.each([
		"127.0.0.1:7373",
		"localhost",
		"LOCALHOST:80",
		"hostbeat.localhost:7373",
		"[::1]:7373",
		"127.3.2.1",
		"localhost.",
	])("answers to %j on loopback", (header) => {
		expect(isAllowedHost(header, loopback)).toBe(true);
	});

	it.each(["192.168.0.7:7373", "[fe80::1]", "status.example", "STATUS.example:443", "localhost"])(
		"answers to %j when it listens everywhere: no name can be made to be an address",
		(header) => {
			expect(isAllowedHost(header, everywhere)).toBe(true);
		},
	);

	it("refuses names that were not allowed when it listens everywhere", () => {
		expect(isAllowedHost("evil.example", everywhere)).toBe(false);
	});
});
