import { get } from "node:http";
import { createParser } from "eventsource-parser";
import { stateNames } from "../lib/metrics/types";
import { burnProcessor, recordProcessor } from "./fixtures/processor";
import { readStream, type StreamEvent, StreamReader } from "./fixtures/stream";
import { expect, test } from "./fixtures/test";

const sequence = (id: string | null) => Number(id?.split("-").at(-1));
const lasting = (events: StreamEvent[]) =>
	events.filter(({ event }) => event === "cpu" || event === "memory");

test("ten seconds of clock and cpu: each second once, in order, and as busy as the kernel says", async ({
	server,
}) => {
	const record = await recordProcessor();
	const load = await burnProcessor();
	const reader = await StreamReader.open(`${server.url}/api/stream?events=clock,cpu`);
	await new Promise((resolve) => setTimeout(resolve, 10_000));
	reader.close();
	// The record must reach beyond the last reading.
	await expect.poll(() => Date.now() - (reader.of("cpu").at(-1)?.at ?? 0)).toBeGreaterThan(100);
	await Promise.all([load.stop(), record.stop()]);

	const [first, ...rest] = reader.events;
	expect(first?.event).toBe("hello");
	expect(first?.id).toBeNull();
	expect(reader.retries[0]).toBeGreaterThanOrEqual(1_000);
	expect(reader.retries[0]).toBeLessThanOrEqual(5_000);
	expect(new Set(rest.map(({ event }) => event))).toEqual(new Set(["clock", "cpu"]));
	for (const name of ["clock", "cpu"]) {
		expect(Math.abs(reader.of(name).length - 10), `${name} in ten seconds`).toBeLessThanOrEqual(1);
	}

	const readings = reader.of("cpu");
	const seconds = readings.map(({ data }) => Math.floor(data.time / 1_000));
	expect(seconds).toEqual(seconds.map((_, index) => (seconds[0] ?? 0) + index));
	const differences = readings.slice(1).map(({ data }, index) => {
		const from = readings[index]?.data.time ?? 0;
		const expected = record.utilization(from, data.time);
		return {
			expected,
			got: data.utilization ?? Number.NaN,
			difference: (data.utilization ?? NaN) - expected,
		};
	});
	console.log(
		`    cpu beside /proc/stat: ${differences.map(({ expected, got }) => `${got.toFixed(3)}/${expected.toFixed(3)}`).join(" ")}`,
	);
	for (const { got, expected } of differences) expect(Math.abs(got - expected)).toBeLessThanOrEqual(0.02);
	const shares = differences.map(({ got }) => got);
	expect(Math.max(...shares), "the load shows").toBeGreaterThan(0.3);
});

test("the id stands on the last event of a tick, and grows by one with each tick", async ({ server }) => {
	const reader = await readStream(`${server.url}/api/stream?events=clock,cpu,memory`, {
		done: (reader) => reader.of("memory").length >= 4,
	});
	const [hello] = reader.of("hello");
	for (const { event, id } of reader.events) {
		if (event === "memory") expect(id).toMatch(new RegExp(`^${hello?.data.epoch}-\\d+$`));
		else expect(id, event).toBeNull();
	}
	// Of all events: a tick may have none of those that were selected.
	const all = await readStream(`${server.url}/api/stream`, {
		done: (reader) => reader.of("memory").length >= 4,
	});
	const sequences = all.events.flatMap(({ event, id }) => (id && event !== "snapshot" ? sequence(id) : []));
	expect(sequences).toEqual(sequences.map((_, index) => (all.of("hello")[0]?.data.seq ?? 0) + 1 + index));
});

test("a viewer that comes back gets exactly what it missed, then goes on", async ({ server }) => {
	const url = `${server.url}/api/stream?events=clock,cpu,memory`;
	const witness = await StreamReader.open(url);
	const reader = await readStream(url, { done: (reader) => reader.of("memory").length >= 2 });
	const left = reader.of("memory").at(-1)?.id ?? "";
	await witness.until(
		"three seconds away",
		() => sequence(witness.of("memory").at(-1)?.id ?? "") >= sequence(left) + 3,
	);

	const ways: [string, string, Record<string, string>][] = [
		["by header", url, { "Last-Event-ID": left }],
		["by parameter", `${url}&last_event_id=${left}`, {}],
		["by header, which wins", `${url}&last_event_id=elsewhere-1`, { "Last-Event-ID": left }],
	];
	const returned = await Promise.all(
		ways.map(([, url, headers]) =>
			readStream(url, {
				headers,
				done: (reader) => reader.of("clock").length >= 2 && reader.of("memory").length >= 5,
			}),
		),
	);
	const last = Math.max(...returned.map((reader) => sequence(reader.of("memory").at(-1)?.id ?? null)));
	await witness.until(
		"the witness has seen all",
		() => sequence(witness.of("memory").at(-1)?.id ?? "") >= last,
	);
	witness.close();

	for (const [index, reader] of returned.entries()) {
		const [hello] = reader.of("hello");
		expect(hello?.data, ways[index]?.[0]).toMatchObject({ resumed: "replayed" });
		expect(hello?.data.missed).toBe((hello?.data.seq ?? 0) - sequence(left));
		const got = lasting(reader.events);
		const seen = lasting(witness.events);
		const from = seen.findIndex(({ id }) => id === left) + 1;
		expect(
			got.map(({ event, id, data }) => ({ event, id, data })),
			`${ways[index]?.[0]}: no event twice, none left out`,
		).toEqual(seen.slice(from, from + got.length).map(({ event, id, data }) => ({ event, id, data })));
		expect(reader.of("snapshot")).toEqual([]);
	}
});

test("a viewer from another life of the server is told of the gap and gets the whole present state", async ({
	server,
}) => {
	const url = `${server.url}/api/stream?events=cpu,memory`;
	const witness = await StreamReader.open(url);
	await witness.until("a tick", () => witness.of("memory").length > 0);
	for (const foreign of ["elsewhere-17", "nonsense"]) {
		const reader = await readStream(url, {
			headers: { "Last-Event-ID": foreign },
			done: (reader) => reader.of("cpu").length >= 2,
		});
		const [hello, snapshot] = reader.events;
		expect(hello).toMatchObject({ event: "hello", data: { resumed: "gap", missed: null } });
		const [state] = reader.of("snapshot");
		expect(snapshot).toBe(state);
		expect(Object.keys(state?.data.events ?? {}).sort()).toEqual(["cpu", "memory"]);
		expect(state?.id).toBe(state?.data.id);
		const next = sequence(reader.of("memory")[0]?.id ?? null);
		const seen = witness.of("memory").map(({ id }) => sequence(id));
		expect(next, "goes on right after it").toBe(seen.find((one) => one > sequence(state?.id ?? null)));
	}
	witness.close();
});

test("no proxy is invited to hold the stream back, keep it or press it", async ({ server }) => {
	const reader = await readStream(`${server.url}/api/stream`, {
		headers: { "Accept-Encoding": "br" },
		done: (reader) => reader.of("hello").length === 1,
	});
	expect(reader.headers).toMatchObject({
		"content-type": "text/event-stream; charset=utf-8",
		"cache-control": "no-cache, no-transform",
		"x-accel-buffering": "no",
		connection: "close",
	});
	expect(reader.headers["content-encoding"]).toBeUndefined();
});

test("the bytes hold wherever a network cuts them", async ({ server }) => {
	const reader = await readStream(`${server.url}/api/stream`, {
		done: (reader) => reader.of("cpu").length >= 3,
	});
	const { bytes } = reader;
	expect(bytes.includes(0x0d), "lines end with LF alone").toBe(false);
	expect([...bytes.subarray(0, 3)], "no byte order mark").not.toEqual([0xef, 0xbb, 0xbf]);
	const whole = reader.events.map(({ event, id, data }) => ({ event, id, data }));
	const again: unknown[] = [];
	const parser = createParser({
		onEvent: ({ event, id = null, data }) => again.push({ event, id, data: JSON.parse(data) }),
		onError: (error) => {
			throw error;
		},
	});
	const decoder = new TextDecoder("utf-8", { fatal: true });
	for (const byte of bytes) parser.feed(decoder.decode(Uint8Array.of(byte), { stream: true }));
	expect(again).toEqual(whole);
});

test("a wrong question is answered with what would be right", async ({ server }) => {
	const ask = async (path: string) => {
		const response = await fetch(`${server.url}${path}`);
		return {
			status: response.status,
			...((await response.json()) as { error: { code: string; message: string } }),
		};
	};
	expect(await ask("/api/stream?events=clock,cpi")).toEqual({
		status: 400,
		error: {
			code: "bad_request",
			message: `events: expected names out of ${[...stateNames, "job"].join(", ")}; got "cpi"`,
		},
	});
	const unknown = await ask("/api/stream?evnts=cpu");
	expect(unknown).toMatchObject({ status: 400, error: { code: "bad_request" } });
	expect(unknown.error.message).toContain('got "evnts"');
});

test("a page elsewhere cannot read this machine through a name of its own", async ({ server }) => {
	const ask = (host: string) =>
		new Promise<number | undefined>((resolve, reject) => {
			get(`${server.url}/api/stream`, { agent: false, headers: { Host: host } }, (response) => {
				response.destroy();
				resolve(response.statusCode);
			}).on("error", reject);
		});
	expect(await ask("rebound.example:7373")).toBe(421);
	expect(await ask(`localhost:${server.port}`)).toBe(200);
});
