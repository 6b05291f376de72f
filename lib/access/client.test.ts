import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { createReadClient, createReadOwner } from "./client";

/** What is read of a request from `peer` with these headers, and which headers are left of it. */
function read(trusted: string[], peer: string | undefined, headers: Record<string, string>) {
	const request = { headers: { host: "status.example", ...headers }, socket: { remoteAddress: peer } };
	const client = createReadClient(trusted)(request as unknown as IncomingMessage);
	return { client, left: request.headers as Record<string, string | undefined> };
}

const proxy = "127.0.0.1";
const addressOf = (header: string, trusted = [proxy]) =>
	read(trusted, proxy, { "x-forwarded-for": header }).client.address;

const spoofed = {
	forwarded: "for=9.9.9.9;proto=https;host=evil.example",
	"x-forwarded-for": "9.9.9.9",
	"x-forwarded-host": "evil.example",
	"x-forwarded-port": "443",
	"x-forwarded-proto": "https",
	"x-real-ip": "9.9.9.9",
};

describe("from whom is not trusted", () => {
	test.each([
		["nobody is trusted", [], "203.0.113.5"],
		["others are trusted", ["10.0.0.0/8", "2001:db8::/32"], "203.0.113.5"],
		["its neighbour is trusted", ["203.0.113.4"], "203.0.113.5"],
		["IPv6", ["10.0.0.0/8"], "2001:db9::1"],
	])("no header counts, and none is left, where %s", (_, trusted, peer) => {
		const { client, left } = read(trusted, peer, { ...spoofed, "user-agent": "curl" });
		expect(client).toEqual({ address: peer, isHttps: false, isForwarded: true, host: "status.example" });
		expect(left).toEqual({ host: "status.example", "user-agent": "curl" });
	});

	test("without a socket there is no address, and nothing counts", () => {
		const { client } = read([proxy], undefined, spoofed);
		expect(client).toEqual({ address: null, isHttps: false, isForwarded: true, host: "status.example" });
	});

	test("that it came through a proxy is known by each of the headers alone", () => {
		for (const [name, value] of [...Object.entries(spoofed), ["via", "1.1 caddy"] as const]) {
			expect(read([], proxy, { [name]: value }).client.isForwarded, name).toBe(true);
		}
		expect(read([], proxy, {}).client.isForwarded).toBe(false);
	});
});

test("an nginx that adds no header is known by the HTTP/1.0 in which it asks", () => {
	const ask = (httpVersion: string) => {
		const request = { headers: {}, socket: { remoteAddress: proxy }, httpVersion };
		return createReadClient([])(request as unknown as IncomingMessage).isForwarded;
	};
	expect(ask("1.0")).toBe(true);
	expect(ask("1.1")).toBe(false);
});

describe("from a trusted proxy", () => {
	test("what it says counts, Hostbeat's own is kept beside it, and Next sees none of it", () => {
		const { client, left } = read([proxy], proxy, {
			host: "127.0.0.1:7373",
			"x-forwarded-for": "203.0.113.5",
			"x-forwarded-proto": "https",
			"x-forwarded-host": "status.example.com",
		});
		expect(client).toEqual({
			address: "203.0.113.5",
			isHttps: true,
			isForwarded: true,
			host: "status.example.com",
			proxy: { host: "127.0.0.1:7373" },
		});
		expect(left).toEqual({ host: "127.0.0.1:7373" });
	});

	test("that says nothing of its client, it is the client itself", () => {
		const { client } = read([proxy], proxy, {});
		expect(client).toEqual({
			address: proxy,
			isHttps: false,
			isForwarded: false,
			host: "status.example",
			proxy: { host: "status.example" },
		});
		expect(read([proxy], proxy, { "x-forwarded-proto": "https" }).client.address).toBe(proxy);
	});

	test("Forwarded and X-Real-IP, which it may have handed on, count for nothing beside or without its own", () => {
		const { forwarded, "x-real-ip": realIp } = spoofed;
		const { client, left } = read([proxy], proxy, { forwarded, "x-real-ip": realIp });
		expect(client).toMatchObject({ address: proxy, isHttps: false, host: "status.example" });
		expect(left).toEqual({ host: "status.example" });
		expect(addressOf("203.0.113.5")).toBe("203.0.113.5");
	});

	test("only its own word counts of what a stranger has sent before it", () => {
		expect(addressOf("9.9.9.9, 203.0.113.5")).toBe("203.0.113.5");
		expect(addressOf("127.0.0.1, 203.0.113.5")).toBe("203.0.113.5");
		const { client } = read([proxy], proxy, {
			"x-forwarded-proto": "https, http",
			"x-forwarded-host": "evil.example, status.example.com",
		});
		expect(client).toMatchObject({ isHttps: false, host: "status.example.com" });
	});

	test("the way is followed from right to left, past every proxy that is trusted", () => {
		const trusted = [proxy, "10.0.0.0/8"];
		expect(addressOf("9.9.9.9, 203.0.113.5, 10.0.0.7, 10.1.1.1", trusted)).toBe("203.0.113.5");
		expect(addressOf("203.0.113.5, 11.0.0.7, 10.1.1.1", trusted)).toBe("11.0.0.7");
		expect(addressOf("10.0.0.9, 10.0.0.7", trusted), "who asks is a trusted one itself").toBe("10.0.0.9");
	});

	test.each([
		["unknown", proxy],
		["_hidden", proxy],
		["9.9.9.9, unknown", proxy],
		["203.0.113.5, unknown, 10.0.0.7", "10.0.0.7"],
		["localhost", proxy],
		["1.2.3", proxy],
		["01.2.3.4", proxy],
		["1.2.3.4.5:80", proxy],
		["1.2.3.4:", proxy],
		["1.2.3.4:999999", proxy],
		["[::1", proxy],
		["[1.2.3.4]]", proxy],
		["::1]:80", proxy],
		["<script>", proxy],
		["1.2.3.4;drop", proxy],
		["\u0000", proxy],
		["", proxy],
		[" , ,, ", proxy],
	])("where it names no address, %j, the client is the last that is known", (header, address) => {
		expect(addressOf(header, [proxy, "10.0.0.0/8"])).toBe(address);
	});

	test.each([
		["1.2.3.4:5678", "1.2.3.4"],
		["[2001:db8::1]:1", "2001:db8::1"],
		["[2001:db8::1]", "2001:db8::1"],
		["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
		["fe80::1%eth0", "fe80::1"],
		["::ffff:1.2.3.4", "1.2.3.4"],
		["::FFFF:102:304", "1.2.3.4"],
		["1.2.3.4,", "1.2.3.4"],
		["9.9.9.9,,1.2.3.4 , ,", "1.2.3.4"],
		["\t1.2.3.4\t", "1.2.3.4"],
	])("%j is one address in one spelling, %s", (header, address) => {
		expect(addressOf(header)).toBe(address);
	});

	test("a header of any length is read from its end, and no further than any real way goes", () => {
		const kilobytes = 10 * 1_024;
		expect(addressOf(`${"9.9.9.9, ".repeat(kilobytes / 9)}203.0.113.5`)).toBe("203.0.113.5");
		expect(addressOf(`9.9.9.9${", 127.0.0.1".repeat(kilobytes / 11)}`)).toBe(proxy);
		expect(addressOf(`9.9.9.9${",".repeat(kilobytes)}`)).toBe(proxy);
		expect(addressOf("x".repeat(kilobytes))).toBe(proxy);
	});

	test.each([
		["https", true],
		["HTTPS", true],
		["http", false],
		["https x", false],
		["wss", false],
		["", false],
	])("X-Forwarded-Proto %j", (proto, isHttps) => {
		expect(read([proxy], proxy, { "x-forwarded-proto": proto }).client.isHttps).toBe(isHttps);
	});
});

describe("the list", () => {
	test.each([
		["127.0.0.1", "::ffff:127.0.0.1"],
		["::ffff:127.0.0.1", "127.0.0.1"],
		["::ffff:7f00:1", "::ffff:127.0.0.1"],
		["::ffff:127.0.0.0/104", "127.3.2.1"],
		["127.0.0.0/8", "::ffff:127.3.2.1"],
		["::1", "::1"],
		["0:0:0:0:0:0:0:1", "::1"],
		["fd00::/8", "fdff:1::2"],
		["172.16.0.0/12", "172.31.255.255"],
		["192.168.1.7/32", "192.168.1.7"],
	])("%s holds %s", (entry, peer) => {
		const { client } = read([entry], peer, { "x-forwarded-for": "203.0.113.5" });
		expect(client.address).toBe("203.0.113.5");
	});

	test.each([
		["127.0.0.1", "127.0.0.2"],
		["127.0.0.1", "::1"],
		["::ffff:127.0.0.0/104", "128.0.0.1"],
		["172.16.0.0/12", "172.32.0.0"],
		["fd00::/8", "fe00::1"],
		["::1", "::2"],
	])("%s does not hold %s", (entry, peer) => {
		const { client } = read([entry], peer, { "x-forwarded-for": "203.0.113.5" });
		expect(client.address).toBe(peer);
	});
});

test("an address is told in one spelling, however the socket has it", () => {
	expect(read([], "::ffff:203.0.113.5", {}).client.address).toBe("203.0.113.5");
});

describe("createReadOwner", () => {
	const readOwner = createReadOwner(["10.0.0.0/8"]);
	const from = (remoteAddress: string, ...rawHeaders: string[]) =>
		readOwner({ rawHeaders, socket: { remoteAddress } as Socket });

	test("believes a stranger nothing, who would have as many turns as names", () => {
		expect(from("192.0.2.1", "X-Forwarded-For", "198.51.100.7")).toBe("192.0.2.1");
		expect(from("10.0.0.1", "X-Forwarded-For", "198.51.100.7, 192.0.2.1")).toBe("192.0.2.1");
		expect(from("10.0.0.1", "X-Name", "x-forwarded-for", "Via", "192.0.2.1")).toBe("10.0.0.1");
	});

	test("tells apart who asks a trusted proxy, a network of IPv6 as one", () => {
		expect(from("::ffff:10.0.0.1", "x-forwarded-for", "192.0.2.1", "X-Forwarded-For", "10.0.0.2")).toBe(
			"192.0.2.1",
		);
		expect(from("10.0.0.1", "x-forwarded-for", "2001:db8::1")).toBe("2001:db8:0:0");
		expect(from("10.0.0.1")).toBe("10.0.0.1");
	});
});
