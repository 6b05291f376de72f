import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createLocalBus } from "./local";
import type { Bus } from "./types";

/** Two ends of a channel, each of which hears what the other sends. */
function createEnds() {
	const ends = [new EventEmitter(), new EventEmitter()] as const;
	return ends.map((end, index) => {
		const other = ends[1 - index] as EventEmitter;
		const send = (message: unknown) => other.emit("message", JSON.parse(JSON.stringify(message)));
		return Object.assign(end, { connected: true, send });
	});
}

let ends: ReturnType<typeof createEnds>;
let asking: Bus;
let answering: Bus;

beforeEach(() => {
	vi.useFakeTimers();
	ends = createEnds();
	asking = createLocalBus(ends[0] as never);
	answering = createLocalBus(ends[1] as never);
});
afterEach(() => vi.useRealTimers());

it("gives up on an answer that does not come in time, and takes no late one for that of another question", async () => {
	const answers: ((value: unknown) => void)[] = [];
	answering.serve("process", () => new Promise((resolve) => answers.push(resolve)));
	const first = expect(asking.request("process", {}, 1_000)).rejects.toThrow("no answer within 1000 ms");
	vi.advanceTimersByTime(1_000);
	await first;
	const second = asking.request("process", {}, 1_000);
	answers[0]?.("late");
	answers[1]?.("right");
	expect(await second).toBe("right");
});

it("tells the one who asked why there is no answer", async () => {
	answering.serve("process", async () => {
		throw new Error("there are none");
	});
	await expect(asking.request("process", {}, 1_000)).rejects.toThrow("there are none");
	await expect(asking.request("weather", {}, 1_000)).rejects.toThrow("nobody answers to weather");
});

it("leaves no question open when it is closed or the other side is gone", async () => {
	answering.serve("process", () => new Promise(() => {}));
	const asked = expect(asking.request("process", {}, 1_000)).rejects.toThrow("the other side is gone");
	asking.close();
	await asked;
	Object.assign(ends[0] as object, { connected: false });
	await expect(asking.request("process", {}, 1_000)).rejects.toThrow("nobody is there");
});

it.runIf(process.platform === "linux")(
	"outlives what is sent to a process that is dead before anyone was told",
	async () => {
		vi.useRealTimers();
		const program = "process.on('message', () => {}); process.send('up')";
		const child = spawn(process.execPath, ["-e", program], {
			stdio: ["ignore", "inherit", "inherit", "ipc"],
		});
		const fail = vi.fn();
		child.on("error", fail);
		await once(child, "message");
		const bus = createLocalBus(child);
		const ended = once(child, "exit");
		child.kill("SIGKILL");
		// Not awaited: no event of this process may tell of the end before the messages are sent.
		const state = () => readFileSync(`/proc/${child.pid}/stat`, "latin1").split(") ")[1]?.[0];
		while (state() !== "Z" || readdirSync(`/proc/${child.pid}/task`).length > 1) {}
		for (let message = 0; message < 3; message++) bus.publish("watch", []);
		const asked = expect(bus.request("processes", {}, 1_000)).rejects.toThrow("the other side is gone");
		await ended;
		bus.close();
		await asked;
		expect(fail).not.toHaveBeenCalled();
	},
);
