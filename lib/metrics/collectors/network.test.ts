import { describe, expect, it } from "vitest";
import { createNetworkRates, parseNetDev, selectInterfaces } from "./network";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });

const header = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;
const eth = (received: number | string, sent: number | string, problems = 0) =>
	`${header}  eth0:${received} 9 ${problems} ${problems} 0 0 0 0 ${sent} 9 ${problems} ${problems} 0 0 0 0\n`;

const read = (...texts: string[]) => {
	const rates = createNetworkRates(1_000);
	return texts.map((text, second) => rates.read(at(second), parseNetDev(text))).at(-1);
};

describe("parseNetDev", () => {
	it("leaves out the line at which the file was cut off", () => {
		const text = eth(1, 2);
		expect(parseNetDev(text.slice(0, -3))).toEqual(new Map());
		expect(parseNetDev(header.slice(0, 40))).toEqual(new Map());
		expect(parseNetDev("")).toEqual(new Map());
	});

	it("gives no numbers for a damaged line", () => {
		expect(parseNetDev("eth0: 1 2 3\n")).toEqual(new Map([["eth0", []]]));
	});

	it("reads names with a colon, counters right behind it, and more columns than it knows", () => {
		const text = `${header}eth0:1:5 0 1 2 0 0 0 0 6 0 3 4 0 0 0 0 7 8\n`;
		expect(parseNetDev(text)).toEqual(new Map([["eth0:1", [5, 6, 1, 3, 2, 4]]]));
	});
});

describe("selectInterfaces", () => {
	const select = (entries: Record<string, string>) =>
		[...selectInterfaces(Object.keys(entries), (name) => entries[name]?.split(" ") ?? [])].join(" ");

	it("counts no traffic twice: hardware, but not what is stacked on it or ends in a container", () => {
		expect(
			select({
				lo: "",
				eth0: "device brport master",
				vmbr0: "bridge lower_eth0 lower_tap0",
				tap0: "brport",
				veth12ab: "brport",
				docker0: "bridge",
				"br-0123456789ab": "bridge",
				virbr0: "bridge",
				ifb0: "",
				dummy0: "",
				"eth0.10": "lower_eth0",
			}),
		).toBe("eth0");
	});

	it("keeps both hardware ends of a bond, and leaves out the bond", () => {
		expect(
			select({ eth0: "device master", eth1: "device master", bond0: "bonding lower_eth0 lower_eth1" }),
		).toBe("eth0 eth1");
	});

	it("leaves out the ends and bridges of containers by name, where no more than that can be seen", () => {
		const names =
			"lo veth4B09XN docker0 br-0123456789ab virbr0 virbr0-nic cni0 cali12ab ifb1 dummy0 eth0 br0";
		expect([...selectInterfaces(names.split(" "), () => [])].join(" ")).toBe("eth0 br0");
	});

	it("keeps what has traffic of its own without hardware: tunnels, and a container's interface", () => {
		expect(select({ wg0: "", tun0: "", eth0: "" })).toBe("wg0 tun0 eth0");
	});
});

describe("the rates of interfaces", () => {
	it("gives no rates when a 32-bit counter wrapped", () => {
		const network = read(eth(4_294_967_290, 0), eth(10, 0));
		expect(network?.interfaces[0]?.receivedBytesPerSecond).toBeNull();
		expect(network?.missing).toMatchObject({ "interfaces.0.sentBytesPerSecond": "counter went back" });
	});

	it("goes on with the reading after the one in which a counter wrapped", () => {
		const after = read(eth(4_294_967_290, 0), eth(10, 0), eth(1_010, 5))?.interfaces[0];
		expect(after).toMatchObject({ receivedBytesPerSecond: 1_000, sentBytesPerSecond: 5 });
	});

	it("gives no rates of an interface that was made anew under the same name", () => {
		expect(read(eth(9_000, 9_000), eth(100, 9_500))?.interfaces[0]).toMatchObject({
			sentBytesPerSecond: null,
		});
	});

	it("stays right with counters beyond 2^53", () => {
		const network = read(eth("9007199254740992", 0), eth("9007199254741992", 0));
		expect(network?.interfaces[0]?.receivedBytesPerSecond).toBe(1_000);
	});

	it("divides by the time that truly passed", () => {
		const rates = createNetworkRates(1_000);
		rates.read(at(0), parseNetDev(eth(0, 0)));
		const network = rates.read(at(1.25), parseNetDev(eth(1_000, 2_001, 1)));
		expect(network.interfaces).toEqual([
			{
				name: "eth0",
				receivedBytesPerSecond: 800,
				sentBytesPerSecond: 1_601,
				receivedErrorsPerSecond: 0.8,
				sentErrorsPerSecond: 0.8,
				receivedDropsPerSecond: 0.8,
				sentDropsPerSecond: 0.8,
			},
		]);
	});

	it("starts anew an interface that vanished and came back", () => {
		expect(read(eth(1, 1), header, eth(5, 5))?.missing).toMatchObject({
			"interfaces.0.sentBytesPerSecond": "first reading",
		});
	});

	it("says why the list is empty", () => {
		expect(read(header)).toMatchObject({ interfaces: [], missing: { interfaces: expect.any(String) } });
	});
});
