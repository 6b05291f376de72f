import { BlockList, isIP, SocketAddress } from "node:net";

/**
 * One address in the one spelling under which it is counted and listed: IPv4 also where it came in IPv6, IPv6 as short
 * as it can be, without a zone or a port; `null` for what is no address.
 */
export function readAddress(text: string): string | null {
	// What proxies write beside the bare address: `1.2.3.4:5678`, `[::1]` and `[::1]:5678`.
	const bare = /^\[([^\]]*)\](?::\d{1,5})?$|^([\d.]+):\d{1,5}$/.exec(text);
	const address = (bare ? (bare[1] ?? bare[2] ?? "") : text).replace(/%.*$/, "");
	const version = isIP(address);
	if (version === 4) return address;
	if (version !== 6) return null;
	const short = new SocketAddress({ address, family: "ipv6" }).address;
	return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(short)?.[1] ?? short;
}

/** Whether a text names one address, or a network as 10.0.0.0/8; one of all addresses would be no list of trust. */
export function isNetwork(text: string): boolean {
	const [address = "", bits, ...more] = text.split("/");
	const version = /[%[]/.test(address) ? 0 : isIP(address);
	if (version === 0 || more.length > 0) return false;
	if (bits === undefined) return true;
	return /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32);
}

/** Makes what tells whether an address, as `readAddress` spells it, is in one of some networks. */
export function createProxyList(networks: readonly string[]): (address: string) => boolean {
	if (networks.length === 0) return () => false;
	const list = new BlockList();
	for (const network of networks) {
		const [address = "", bits] = network.split("/");
		// It knows by itself that ::ffff:10.0.0.0/104 and 10.0.0.0/8 are the same.
		const family = isIP(address) === 6 ? "ipv6" : "ipv4";
		if (bits === undefined) list.addAddress(address, family);
		else list.addSubnet(address, Number(bits), family);
	}
	return (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
