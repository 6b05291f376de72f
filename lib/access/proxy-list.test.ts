import { expect, test } from "vitest";
import { isNetwork } from "./proxy-list";

test.each([
	"0.0.0.0/0",
	"::/0",
	"10.0.0.0/33",
	"2001:db8::/129",
	"10.0.0.0/",
	"10.0.0.0/8/8",
	"10.0.0.0/08",
	"10.0.0.0/-1",
	"10.0.0.0/255.0.0.0",
	"10.0.0",
	"10.0.0.1:80",
	"[::1]",
	"fe80::1%eth0",
	"loopback",
	"private",
	"proxy.example",
	"*",
	"",
])("%j is nothing to trust", (text) => {
	expect(isNetwork(text)).toBe(false);
});

test.each([
	"10.0.0.5",
	"10.0.0.0/8",
	"10.0.0.5/32",
	"0.0.0.0/1",
	"::1",
	"2001:db8::/128",
	"::ffff:10.0.0.0/104",
])("%s is an address or a network", (text) => {
	expect(isNetwork(text)).toBe(true);
});
