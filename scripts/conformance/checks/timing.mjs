// @ts-check
import { expectThat, Finding } from "../finding.mjs";
import { listIds, Stream, seqOf, timeOf } from "../stream.mjs";
import { LASTING, nextTick } from "../trial.mjs";

const LONGEST_SILENCE_MS = 15_000;
/** How late a ping may be. */
const MARGIN_MS = 2_000;
const TICKS = 5;
const PAUSE_TICKS = 4;
/** Less than this between the ticks that came soonest and latest is the machine's or the network's, not a buffer. */
const JITTER_MS = 250;

/** @type {import("../run.mjs").Check[]} */
export const timing = [
	{
		name: "timing: a stream with nothing to tell sends a ping at least every 15 s",
		limitMs: ({ heartbeatMs }) => heartbeatMs * 2,
		async run(trial) {
			const silence = Math.min(LONGEST_SILENCE_MS, trial.pace.heartbeatMs) + MARGIN_MS;
			const stream = await trial.open("/api/stream?events=host");
			await stream.until("a ping", () => stream.of("ping").length > 0, 2 * silence);
			const index = stream.events.findIndex(({ event }) => event === "ping");
			const [before, ping] = stream.events.slice(index - 1, index + 1);
			const quiet = Math.round((ping?.at ?? 0) - (before?.at ?? 0));
			expectThat(
				quiet <= silence,
				`a ping ${Math.round(silence)} ms after ${before?.event}`,
				`it after ${quiet} ms`,
			);
			expectThat(
				typeof ping?.data?.time === "number" && ping.id === null,
				"a ping with a time, without an id",
				ping,
			);
		},
	},
	{
		name: "timing: ticks arrive as they are sent, none held back by something on the way",
		async run(trial) {
			const stream = await trial.open("/api/stream?events=cpu");
			await stream.until(`${TICKS} ticks`, () => stream.of("cpu").length >= TICKS, trial.ticksMs(TICKS * 2));
			const ticks = stream.of("cpu").slice(0, TICKS);
			const delays = ticks.map((tick) => tick.at - timeOf(tick));
			const spread = Math.max(...delays) - Math.min(...delays);
			if (spread <= Math.max(JITTER_MS, 0.8 * trial.pace.intervalMs)) return;
			const gaps = ticks.slice(1).map(({ at }, index) => Math.round(at - (ticks[index]?.at ?? 0)));
			throw new Finding(
				`ticks ${trial.pace.intervalMs} ms apart`,
				`them ${gaps.join(", ")} ms apart: buffered by something on the way, by up to ${Math.round(spread)} ms`,
			);
		},
	},
	{
		name: "timing: who does not read for a while gets all of it, or one snapshot of it, without a hole or a double",
		async run(trial) {
			const witness = await trial.open(LASTING);
			const slow = await trial.head(LASTING);
			const from = witness.ids.length;
			const paused = () => witness.ids.length >= from + PAUSE_TICKS;
			await witness.until("some ticks", paused, trial.ticksMs(PAUSE_TICKS + 1));
			const stream = new Stream(slow);
			const seen = witness.seq;
			await stream.until(`a tick after ${seen}`, () => stream.seq > seen, trial.ticksMs(3));
			const snapshots = stream.of("snapshot");
			expectThat(snapshots.length <= 1, "at most one snapshot", snapshots.length);
			const ids = listIds(stream.events.filter(({ event }) => event !== "hello"));
			for (const [index, id] of ids.entries()) {
				// What it was not sent is behind the snapshot.
				if (index === 0 || id === snapshots[0]?.id) continue;
				const before = seqOf(ids[index - 1] ?? "");
				const expected = await nextTick(trial, witness, before);
				expectThat(seqOf(id) === expected, `tick ${expected} after ${before}`, id);
			}
		},
	},
];
