import type { JobView } from "../lib/jobs/types";
import { watchTogether } from "../scripts/jobs/crowd.mjs";
import { linesTask, startLines } from "../scripts/jobs/lines-task.mjs";
import { signIn, withLogin } from "./fixtures/access";
import {
	cancelJob,
	followJob,
	numbersOf,
	post,
	printedIn,
	processesOf,
	readJob,
	startJob,
	upTo,
	withTasks,
} from "./fixtures/jobs";
import { isRunning } from "./fixtures/process";
import type { TestServer } from "./fixtures/server";
import { readStream, StreamReader } from "./fixtures/stream";
import { expect, test } from "./fixtures/test";

const shell = (id: string, script: string, more = "") => `
  - id: ${id}
    title: ${id}
    command: [/bin/sh, -c, ${JSON.stringify(script)}]
    directory: /
    ${more}
`;
const steps = (count: number, seconds: number) =>
	`i=0; while [ $i -lt ${count} ]; do i=$((i+1)); echo "{\\"progress\\":0.$i,\\"message\\":\\"step $i\\"}"; echo "line $i"; sleep ${seconds}; done`;
/** It and what it starts heed no SIGTERM; the last of them is in a session of its own. */
const stubborn =
	"trap '' TERM; setsid sh -c \"trap '' TERM; echo deep; while :; do sleep 1; done\" & while :; do sleep 1; done";
const idle = { running: 0, queued: 0 };

async function count(server: TestServer): Promise<typeof idle> {
	const { jobs } = (await (await fetch(`${server.url}/api/jobs?limit=500`)).json()) as { jobs: JobView[] };
	const of = (status: string) => jobs.filter((job) => job.status === status).length;
	return { running: of("running"), queued: of("queued") };
}

test("curl starts a job, follows it from its first word to its end, and is then told not to come back", async ({
	start,
}) => {
	const server = await start({ env: withTasks(shell("steps", steps(6, 0.2), "progress: json")) });
	const { id } = await startJob(server, "steps");
	const reader = await followJob(server, id);
	await reader.ended;
	expect(numbersOf(reader)).toEqual(upTo(numbersOf(reader).length));
	expect(reader.events[0]).toMatchObject({ event: "hello", id: null, data: { heartbeatMs: 15_000 } });
	expect(reader.events.at(-1)).toMatchObject({
		event: "succeeded",
		data: { job: { status: "succeeded", progress: 1, exitCode: 0 } },
	});
	expect(printedIn(reader.events)).toEqual(upTo(6).map((line) => `line ${line}`));
	expect(reader.of("progress").at(-1)?.data).toMatchObject({ progress: 0.6, message: "step 6" });
	const rest = await followJob(server, id, 3);
	await rest.ended;
	expect(numbersOf(rest)).toEqual(upTo(numbersOf(reader).length, 4));
	const last = { headers: { "Last-Event-ID": String(numbersOf(reader).length) } };
	expect((await fetch(`${server.url}/api/jobs/${id}/stream`, last)).status).toBe(204);
	const log = await (await fetch(`${server.url}/api/jobs/${id}/log`)).text();
	expect(log.split("\n").filter((line) => line.startsWith("line "))).toEqual(printedIn(reader.events));
});

test("who returns while the job runs gets exactly the rest; all hear of it in the stream of everything", async ({
	start,
}) => {
	const server = await start({ env: withTasks(shell("steps", steps(9, 0.3))) });
	const all = await StreamReader.open(`${server.url}/api/stream?events=job,jobs`);
	const { id } = await startJob(server, "steps");
	const first = await followJob(server, id);
	await first.until("five messages", () => numbersOf(first).length >= 5);
	first.close();
	const last = numbersOf(first).at(-1) ?? 0;
	const second = await followJob(server, id, last);
	await second.ended;
	expect([...numbersOf(first), ...numbersOf(second)]).toEqual(upTo(21));
	await all.until("its end", () =>
		all.of("job").some(({ data }) => (data as JobView).status === "succeeded"),
	);
	await all.until("nothing at work", () => {
		const newest = all.of("jobs").at(-1)?.data as unknown as { jobs: JobView[] };
		return all.of("jobs").length > 1 && newest.jobs.length === 0;
	});
	all.close();
});

test("a stop leaves no process of a tree that ignores SIGTERM, and says what it took", async ({ start }) => {
	const server = await start({ env: withTasks(shell("stubborn", stubborn)) });
	const { id } = await startJob(server, "stubborn");
	const reader = await followJob(server, id);
	await reader.until("the deepest", () => printedIn(reader.events).includes("deep"));
	const family = processesOf(id);
	expect(family.length).toBeGreaterThanOrEqual(2);
	const answer = await cancelJob(server, id);
	expect(answer.status).toBe(200);
	const job = (await answer.json()) as JobView;
	expect(job).toMatchObject({ status: "cancelled", signal: "SIGKILL" });
	expect(job.reason).toMatch(/^Stopped\. \d+ process(es)? did not heed SIGTERM and got SIGKILL\.$/);
	expect(processesOf(id)).toEqual([]);
	expect(family.filter(isRunning)).toEqual([]);
	await reader.ended;
	expect(reader.events.at(-1)?.event).toBe("cancelled");
	expect((await cancelJob(server, id)).status).toBe(409);
});

test("of a hundred starts at once four run, in their order, and all end", async ({ start }) => {
	test.setTimeout(120_000);
	const server = await start({ env: withTasks(shell("short", "echo $$; sleep 0.2")) });
	const jobs = await Promise.all(upTo(100).map(() => startJob(server, "short")));
	const ids = jobs.map(({ id }) => id).sort();
	let most = 0;
	await expect
		.poll(
			async () => {
				const now = await count(server);
				most = Math.max(most, now.running);
				return now;
			},
			{ timeout: 60_000, intervals: [50] },
		)
		.toEqual(idle);
	expect(most).toBe(4);
	const ended = await Promise.all(ids.map((id) => readJob(server, id)));
	expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(["succeeded"]));
	const begun = ended.map(({ startedAt }) => startedAt);
	expect(begun).toEqual([...begun].sort((one, other) => (one ?? 0) - (other ?? 0)));
});

test("a job of a killed server is interrupted with all that it had said, and nothing of it lives on", async ({
	start,
}) => {
	const env = withTasks(shell("steps", steps(9, 0.2).concat("; sleep 600")) + shell("next", "sleep 600"));
	const server = await start({ env });
	const running = await startJob(server, "steps");
	for (let more = 0; more < 3; more++) await startJob(server, "next");
	const waiting = await startJob(server, "next", { key: "once" });
	expect(waiting.position).toBe(1);
	const reader = await followJob(server, running.id);
	await reader.until("some lines", () => printedIn(reader.events).length >= 5);
	const family = processesOf(running.id);
	expect(family.length).toBeGreaterThanOrEqual(1);
	// The server alone: whoever runs its jobs has to notice by itself.
	process.kill(server.pid, "SIGKILL");
	await Promise.all([reader.ended, server.exited]);
	const told = numbersOf(reader);
	await expect.poll(() => family.filter(isRunning), { timeout: 15_000 }).toEqual([]);
	const again = await start({ env, port: server.port });
	const rest = await followJob(again, running.id, told.at(-1));
	await rest.ended;
	expect([...told, ...numbersOf(rest)]).toEqual(upTo(told.length + numbersOf(rest).length));
	expect(rest.events.at(-1)).toMatchObject({
		event: "interrupted",
		data: { text: "The server ended meanwhile.", job: { status: "interrupted" } },
	});
	expect(await readJob(again, waiting.id)).toMatchObject({
		status: "interrupted",
		reason: "The server ended before it had begun.",
	});
	const known = await post(again, { task: "next", key: "once" });
	expect([known.status, ((await known.json()) as JobView).id]).toEqual([200, waiting.id]);
	expect([running.id, waiting.id].flatMap(processesOf)).toEqual([]);
});

test("a server that is told to end leaves nothing behind, and its jobs say so", async ({ start }) => {
	const env = withTasks(shell("stubborn", stubborn));
	const server = await start({ env });
	const { id } = await startJob(server, "stubborn");
	const reader = await followJob(server, id);
	await reader.until("the deepest", () => printedIn(reader.events).includes("deep"));
	await server.stop();
	expect(reader.of("shutdown").length + reader.of("interrupted").length).toBeGreaterThanOrEqual(1);
	expect(processesOf(id)).toEqual([]);
	const again = await start({ env, port: server.port });
	expect(await readJob(again, id)).toMatchObject({ status: "interrupted" });
});

test("a job with many messages is told whole to viewers that leave and return at random, then and later", async ({
	start,
}) => {
	const server = await start({ env: withTasks(linesTask) });
	const job = await startLines(server.url, { count: 2_000, seconds: 4 });
	const size = { viewers: 10, count: 2_000, seed: 7 };
	const during = await watchTogether(`${job}/stream`, { ...size, longestMs: 1_000 });
	expect(during.faults).toEqual([]);
	expect(during.drops).toBeGreaterThan(10);
	const after = await watchTogether(`${job}/stream`, { ...size, longestMs: 60 });
	expect(after.faults).toEqual([]);
});

test("a viewer sees, starts and stops what is for all who have signed in, and nothing else is there", async ({
	start,
}) => {
	const tasks = shell("look", "sleep 60", "mayRun: viewer") + shell("change", "sleep 60");
	const server = await start({ env: { ...withLogin, ...withTasks(tasks) } });
	const [admin, viewer] = [await signIn(server, "admin"), await signIn(server, "viewer")];
	const ask = async (path: string, headers: Record<string, string>, method = "GET", body?: object) => {
		const init = { method, headers: { ...headers, "Content-Type": "application/json" } };
		const response = await fetch(`${server.url}/api/jobs${path}`, {
			...init,
			...(body && { body: JSON.stringify(body) }),
		});
		return { status: response.status, body: await response.json() };
	};
	const change = await ask("", admin, "POST", { task: "change" });
	expect((await ask("", viewer, "POST", { task: "change" })).status).toBe(403);
	for (const path of ["", "/stream", "/log"])
		expect((await ask(`/${change.body.id}${path}`, viewer)).status).toBe(404);
	expect((await ask(`/${change.body.id}`, viewer, "DELETE")).status).toBe(404);
	const look = await ask("", viewer, "POST", { task: "look" });
	expect(look).toMatchObject({ status: 201, body: { startedBy: { kind: "session", name: "viewer" } } });
	const { body: seen } = await ask("", viewer);
	expect([seen.jobs.map(({ id }: JobView) => id), seen.tasks.map(({ id }: { id: string }) => id)]).toEqual([
		[look.body.id],
		["look"],
	]);
	expect((await ask("", {})).status, "a stranger").toBe(401);
	const stream = await readStream(`${server.url}/api/stream`, {
		headers: viewer,
		done: (reader) => reader.of("cpu").length > 1,
	});
	expect(stream.events.filter(({ event }) => event.startsWith("job"))).toEqual([]);
	const own = await StreamReader.open(`${server.url}/api/jobs/${look.body.id}/stream`, viewer);
	await fetch(`${server.url}/api/sign-out`, { method: "POST", headers: viewer });
	await own.ended;
	expect(own.events.at(-1)).toMatchObject({ event: "signed-out", data: { reason: "signed-out" } });
	const back = await fetch(`${server.url}/api/jobs/${look.body.id}/stream?last_event_id=2`, {
		headers: viewer,
	});
	expect(back.status).toBe(204);
	const stopped = await ask(`/${change.body.id}`, admin, "DELETE");
	expect(stopped.body.reason).toBe("Stopped by admin.");
	const audit = await (await fetch(`${server.url}/api/audit`, { headers: admin })).json();
	expect(audit.entries.map(({ action, who }: { action: string; who: string }) => `${who} ${action}`)).toEqual(
		expect.arrayContaining(["admin job-cancelled", "viewer job-started", "admin job-started"]),
	);
});
