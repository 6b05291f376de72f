import { get, type IncomingMessage } from "node:http";
import type { TestServer } from "./fixtures/server";
import { expect, test } from "./fixtures/test";

/** Asks for the stream from one of this machine's loopback addresses; an answer that streams is held open. */
function ask(
	{ url }: TestServer,
	from: string,
	headers: Record<string, string> = {},
): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		const options = { agent: false, localAddress: from, headers } as const;
		get(`${url}/api/stream`, options, resolve).on("error", reject);
	});
}

const read = async (response: IncomingMessage) => {
	let text = "";
	for await (const chunk of response) text += chunk;
	return text;
};

test("over the limit of an address or of all, a first viewer gets 503, and one that comes back is told when to", async ({
	start,
}) => {
	const server = await start({ env: { HOSTBEAT_MAX_STREAMS: "3", HOSTBEAT_MAX_STREAMS_PER_ADDRESS: "2" } });
	const own = [await ask(server, "127.0.0.1"), await ask(server, "127.0.0.1")];
	expect(own.map(({ statusCode }) => statusCode)).toEqual([200, 200]);

	const refused = await ask(server, "127.0.0.1", { "Accept-Encoding": "gzip" });
	expect(refused.statusCode).toBe(503);
	expect(Number(refused.headers["retry-after"])).toBeGreaterThanOrEqual(20);
	expect(refused.headers["content-encoding"]).toBeUndefined();
	expect(JSON.parse(await read(refused))).toMatchObject({ error: { code: "busy" } });

	const returning = await ask(server, "127.0.0.1", { "Last-Event-ID": "some-1", "Accept-Encoding": "gzip" });
	expect(returning.statusCode).toBe(200);
	expect(returning.headers).toMatchObject({ "content-type": "text/event-stream; charset=utf-8" });
	const [, retry, data] = /^retry: (\d+)\nevent: busy\ndata: (.*)\n\n$/.exec(await read(returning)) ?? [];
	expect(Number(retry)).toBeGreaterThanOrEqual(20_000);
	expect(JSON.parse(data ?? "{}")).toEqual({ time: expect.any(Number), retryMs: Number(retry) });

	expect((await ask(server, "127.0.0.2")).statusCode, "another address has places of its own").toBe(200);
	expect((await ask(server, "127.0.0.3")).statusCode, "but not more than there are in total").toBe(503);
	expect(await server.health()).toMatchObject({ sessions: 3 });

	own[0]?.destroy();
	await expect.poll(async () => (await server.health()).sessions).toBe(2);
	expect((await ask(server, "127.0.0.1")).statusCode, "a place that was left is free again").toBe(200);
	expect(server.output.match(/All places for streams are taken/g), "said once, not each time").toHaveLength(
		1,
	);
});
