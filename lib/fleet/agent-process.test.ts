import type { ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Snapshot } from "@/lib/metrics/types";
import { AgentProcess, type SamplerStatus } from "./agent-process";

class FakeChild extends EventEmitter {
	connected = true;
	killed: string[] = [];
	kill(signal: string) {
		this.killed.push(signal);
		this.emit("exit", null, signal);
		return true;
	}
	tick(time: number) {
		this.emit("message", { subject: "snapshot", data: { time, latenessMs: 0, events: {} } });
	}
}

let children: FakeChild[];
let environments: Record<string, string>[];
let snapshots: number[];
let statuses: SamplerStatus[];
let agent: AgentProcess;
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const newest = () => children.at(-1) as FakeChild;

beforeEach(() => {
	vi.useFakeTimers();
	vi.clearAllMocks();
	children = [];
	environments = [];
	snapshots = [];
	statuses = [];
	agent = new AgentProcess({
		path: "agent.mjs",
		settings: {
			...{ intervalMs: 1_000, procRoot: "/proc", sysRoot: null, rootFs: null },
			...{ processArguments: false, containerSockets: [], scope: "auto" },
		},
		env: { PATH: "/bin" },
		onSnapshot: ({ time }: Snapshot) => snapshots.push(time),
		onStatus: (status) => statuses.push(status),
		log,
		start: (_path, _args, env) => {
			environments.push(env);
			const child = new FakeChild();
			children.push(child);
			return child as unknown as ChildProcess;
		},
	});
});
afterEach(() => {
	agent.close();
	vi.useRealTimers();
});

it("starts the sampler with the environment that it is given, and no other", () => {
	expect(environments).toEqual([{ PATH: "/bin" }]);
});

function run(seconds: number) {
	for (let second = 0; second < seconds; second++) {
		newest().tick(Date.now());
		vi.advanceTimersByTime(1_000);
	}
}

describe("AgentProcess", () => {
	it("replaces a sampler that ended, and says so meanwhile", () => {
		run(2);
		newest().kill("SIGKILL");
		expect(agent.status).toMatchObject({
			status: "stale",
			reason: "the sampler ended (SIGKILL) and is being restarted",
		});
		vi.advanceTimersByTime(500);
		expect(children).toHaveLength(2);
		run(1);
		expect(agent.status).toMatchObject({ status: "up", reason: null });
		expect(statuses.map(({ status }) => status)).toEqual(["up", "stale", "up"]);
	});

	it("kills a sampler that hangs within seconds, after saying that it does not answer", () => {
		run(1);
		vi.advanceTimersByTime(1_500);
		expect(agent.status).toMatchObject({ status: "stale", reason: "the sampler does not answer" });
		vi.advanceTimersByTime(3_000);
		expect(children[0]?.killed).toEqual(["SIGKILL"]);
		expect(children.length).toBeGreaterThan(1);
	});

	it("does not take a sampler for silent because this process itself was stopped", () => {
		run(1);
		vi.setSystemTime(Date.now() + 3_600_000);
		vi.advanceTimersByTime(250);
		expect(agent.status.status).toBe("up");
		expect(newest().killed).toEqual([]);
	});

	it("hears nothing more from a sampler that was replaced", () => {
		run(1);
		const old = newest();
		old.kill("SIGKILL");
		old.tick(1);
		expect(snapshots).toHaveLength(1);
	});

	it("waits longer each time when samplers end at once, gives the host up, and still tries", () => {
		const waits: number[] = [];
		for (let end = 0; end < 6; end++) {
			const ended = Date.now();
			newest().emit("exit", 1, null);
			while (children.length === end + 1) vi.advanceTimersByTime(100);
			waits.push(Date.now() - ended);
		}
		expect(waits).toEqual([100, 500, 1_000, 2_000, 5_000, 5_000]);
		expect(agent.status).toMatchObject({
			status: "down",
			reason: "the sampler ended (exit code 1) and is being restarted",
		});
		run(1);
		expect(agent.status.status).toBe("up");
	});

	it("logs a change once, and nothing while all is well", () => {
		run(5);
		expect(log.info).not.toHaveBeenCalled();
		newest().kill("SIGKILL");
		vi.advanceTimersByTime(1_000);
		run(2);
		expect(log.warn).toHaveBeenCalledTimes(1);
		expect(log.info).toHaveBeenCalledTimes(1);
	});

	it("leaves no process and no timer behind", () => {
		run(1);
		agent.close();
		expect(newest().killed).toEqual(["SIGKILL"]);
		vi.advanceTimersByTime(60_000);
		expect(children).toHaveLength(1);
		expect(vi.getTimerCount()).toBe(0);
	});
});
