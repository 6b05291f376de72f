// @ts-check
import { expectThat } from "../finding.mjs";
import { groupTicks, seqOf } from "../stream.mjs";
import { LASTING } from "../trial.mjs";

const SNAPSHOT = "/api/snapshot?events=cpu,load";

/** @type {import("../run.mjs").Check[]} */
export const snapshot = [
	{
		name: "snapshot: the present state with the id from which the stream goes on",
		async run(trial) {
			const { status, json } = await trial.ask(SNAPSHOT);
			expectThat(status === 200, "200", status);
			const names = Object.keys(json?.events ?? {}).sort();
			expectThat(names.join() === "cpu,load", "the events cpu and load", names);
			expectThat(typeof json.time === "number", "a time", json.time);
			const stream = await trial.open(LASTING, { "Last-Event-ID": String(json.id) });
			expectThat(
				stream.hello.resumed === "replayed",
				`a stream that goes on from ${json.id}`,
				stream.hello.resumed,
			);
		},
	},
	{
		name: "snapshot: ?since= gives what the stream would replay",
		async run(trial) {
			const stream = await trial.open(LASTING);
			await stream.until("four ticks", () => stream.ids.length >= 4, trial.ticksMs(5));
			const [since = "", ...later] = stream.ids;
			const { status, json } = await trial.ask(`${SNAPSHOT}&since=${encodeURIComponent(since)}`);
			expectThat(status === 200, "200", status);
			expectThat(json?.resumed === "replayed", "resumed replayed", json?.resumed);
			const newest = seqOf(String(json.id));
			expectThat(json.missed === newest - seqOf(since), `missed ${newest - seqOf(since)}`, json.missed);
			const ticks = /** @type {{ id: string, time: number, events: Record<string, unknown> }[]} */ (
				json.ticks ?? []
			);
			const ids = ticks.map(({ id }) => id);
			// Not each tick has what was selected, and the stream shows which do.
			await stream.until(`the ticks to ${newest}`, () => stream.seq > newest, trial.ticksMs(3));
			const expected = stream.ids.filter((id) => seqOf(id) > seqOf(since) && seqOf(id) <= newest);
			expectThat(ids.join() === expected.join(), `the ticks ${expected}`, ids);
			const told = new Map(groupTicks(stream.events).map((tick) => [tick.at(-1)?.id, tick]));
			for (const { id, events, time } of ticks.slice(0, later.length)) {
				expectThat(typeof time === "number", `a time for ${id}`, time);
				for (const { event, data } of told.get(id) ?? []) {
					const [one, other] = [data, events?.[event]].map((value) => JSON.stringify(value));
					expectThat(one === other, `${event} of ${id} as in the stream: ${one}`, other);
				}
			}
		},
	},
	{
		name: "snapshot: ?since= with an id of another epoch is a gap without ticks",
		async run(trial) {
			const { status, json } = await trial.ask(`${SNAPSHOT}&since=elsewhere-17`);
			expectThat(status === 200, "200", status);
			expectThat(json?.resumed === "gap", "resumed gap", json?.resumed);
			expectThat(json?.ticks?.length === 0, "no ticks", json?.ticks);
			expectThat("cpu" in (json?.events ?? {}), "the present state", json?.events);
		},
	},
	{
		name: "snapshot: no useless ?since= is replayed or fails",
		async run(trial) {
			const { epoch, seq } = (await trial.open(LASTING)).hello;
			const useless = [
				"",
				" ",
				"1",
				"0x10",
				`${epoch}`,
				`${epoch}-`,
				`${epoch}--1`,
				`${epoch}-1e1`,
				`${epoch}-${seq}x`,
			];
			const broken = [
				"\0",
				"\r\nevent: x",
				"<script>",
				`${epoch}-${seq + 1_000_000}`,
				"é",
				"x".repeat(2_000),
			];
			for (const id of [...useless, ...broken]) {
				const { status, json } = await trial.ask(`${SNAPSHOT}&since=${encodeURIComponent(id)}`);
				const refused = status === 400 && typeof json?.error?.code === "string";
				const gap = status === 200 && json?.resumed === "gap" && json?.ticks?.length === 0;
				expectThat(refused || gap, `a gap or a 400 for ?since=${JSON.stringify(id)}`, [
					status,
					json?.resumed,
				]);
			}
		},
	},
];
