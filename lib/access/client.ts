import { BlockList, isIP } from "node:net";

import type { Client, ReadClient } from "./types";

const forwardingHeaders = [
	"forwarded",
	"via",
	"x-forwarded-for",
	"x-forwarded-host",
	"x-forwarded-proto",
	"x-real-ip",
];

/**
 * Makes what reads the client off a request. Only what a trusted proxy says of it counts (`X-Forwarded-For`, `-Proto`,
 * `-Host`); of all others these headers are removed, so that nothing behind believes them either.
 */
export function createReadClient(trusted: readonly string[]): ReadClient {
	const list = createList(trusted);
	return (request) => {
		const { headers, socket } = request;
		const peer = socket.remoteAddress ?? null;
		const isForwarded = forwardingHeaders.some((name) => headers[name] !== undefined);
		const plain: Client = { address: peer, isHttps: false, isForwarded, host: headers.host ?? null };
		if (!isForwarded) return plain;
		if (peer === null || !list(peer)) {
			for (const name of forwardingHeaders) if (name !== "via") delete headers[name];
			return plain;
		}
		const hops = values(headers["x-forwarded-for"]);
		while (hops.length > 1 && list(hops.at(-1) ?? "")) hops.pop();
		const address = hops.at(-1);
		return {
			address: address !== undefined && isIP(address) ? address : peer,
			isHttps: values(headers["x-forwarded-proto"]).at(-1) === "https",
			isForwarded,
			host: values(headers["x-forwarded-host"]).at(-1) ?? plain.host,
		};
	};
}

function values(header: string | string[] | undefined): string[] {
	return [header ?? []]
		.flat()
		.flatMap((text) => text.split(","))
		.map((text) => text.trim())
		.filter(Boolean);
}

function createList(entries: readonly string[]): (address: string) => boolean {
	const list = new BlockList();
	for (const entry of entries) {
		const [address = "", bits] = entry.split("/");
		const family = isIP(address) === 6 ? "ipv6" : "ipv4";
		if (bits === undefined) list.addAddress(address, family);
		else list.addSubnet(address, Number(bits), family);
	}
	return (text) => {
		const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text;
		const version = isIP(address);
		return version !== 0 && list.check(address, version === 6 ? "ipv6" : "ipv4");
	};
}
