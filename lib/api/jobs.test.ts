import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { shareJudge } from "@/lib/access/shared";
import type { Principal } from "@/lib/access/types";
import { createJobs, makeTask } from "@/lib/jobs/jobs.fixture";
import type { JobView } from "@/lib/jobs/types";
import { deleteJob, getJob } from "./job";
import { getJobFile, headJobFile } from "./job-file";
import { getJobLog, headJobLog } from "./job-log";
import { getJobStream, headJobStream } from "./job-stream";
import { getJobs, postJob } from "./jobs";

const key = Symbol.for("hostbeat.server");
const shared = globalThis as { [key]?: unknown };
const admin: Principal = { kind: "session", name: "admin", id: "s", scopes: ["read", "settings", "jobs"] };
const viewer: Principal = { kind: "session", name: "viewer", id: "v", scopes: ["read"] };
const stranger: Principal = { kind: "anonymous", name: null, id: null, scopes: ["read"] };

let principal: Principal;
let parameters: Record<string, string>;
let made: ReturnType<typeof createJobs>;
let directory: string;
let notes: object[];
let isFull: boolean;
let onOver: (event: string, data: object, retryMs?: number) => void;
const release = vi.fn();

beforeEach(() => {
	principal = admin;
	parameters = {};
	notes = [];
	isFull = false;
	directory = mkdtempSync(join(tmpdir(), "jobs-"));
	made = createJobs({ directory, tasks: [makeTask(), makeTask("look", { mayRun: "viewer" })] });
	shared[key] = {
		...{ jobs: made.jobs, version: "1", closing: new AbortController().signal },
		access: { audit: { note: (entry: object) => notes.push(entry) } },
		asked: () => ({ address: "192.0.2.1" }),
		holdStream: (_: Request, __: Principal, over: typeof onOver) => {
			onOver = over;
			return isFull
				? { retryMs: 20_000, lastWord: new TextEncoder().encode("event: busy\n\n") }
				: { release, isOver: () => false };
		},
	};
	shareJudge(() => ({ admitted: true, principal, parameters, headers: {} }));
});
afterEach(() => {
	made.jobs.close();
	delete shared[key];
	shareJudge(null);
	vi.resetAllMocks();
});

const request = (path: string, headers: Record<string, string> = {}, method = "GET") =>
	new Request(`http://h/api/jobs${path}`, { headers, method });
const post = (body: unknown, query = "", headers: Record<string, string> = {}) =>
	postJob(
		new Request(`http://h/api/jobs${query}`, {
			method: "POST",
			body: typeof body === "string" ? body : JSON.stringify(body),
			headers: { "content-type": "application/json", ...headers },
		}),
	);
const startOne = async (task = "count") => {
	const job = (await (await post({ task })).json()) as JobView;
	parameters = { id: job.id };
	return job.id;
};
const codeOf = async (answer: Response) => (await errorOf(answer)).slice(0, 2);
const errorOf = async (answer: Response) => {
	const { error } = await answer.json();
	return [answer.status, error.code, error.message];
};

describe("POST /api/jobs", () => {
	it("starts a job for whoever asks, in their language, and writes down who it was", async () => {
		const answer = await post({ task: "count", parameters: { to: 3 } }, "", {
			"accept-language": "fr-CA,en;q=.5",
		});
		const job = await answer.json();
		expect(answer.status).toBe(201);
		expect(answer.headers.get("location")).toBe(`/api/jobs/${job.id}`);
		expect(job).toMatchObject({
			...{ task: "count", title: "Compter", language: "fr", parameters: { to: 3 } },
			startedBy: { kind: "session", name: "admin" },
		});
		expect(job).not.toHaveProperty("key");
		expect(notes).toEqual([
			{ action: "job-started", who: "admin", address: "192.0.2.1", what: `count ${job.id}` },
		]);
	});

	it("gives the job that there is of a key, and writes nothing down again", async () => {
		const first = await post({ task: "count", key: "nightly" });
		const again = await post({ task: "count", key: "nightly" });
		expect([first.status, again.status]).toEqual([201, 200]);
		expect((await again.json()).id).toBe((await first.json()).id);
		expect(notes).toHaveLength(1);
		expect(await codeOf(await post({ task: "look", key: "nightly" }))).toEqual([409, "key_taken"]);
		principal = viewer;
		expect(await codeOf(await post({ task: "look", key: "nightly" }))).toEqual([409, "key_taken"]);
	});

	it.each([
		[{ task: "nothing" }, 404, "unknown_task", "task: expected the id of a task, got another"],
		[{ task: "__proto__" }, 404, "unknown_task", /./],
		[{ task: "count", parameters: { to: "3; rm -rf /" } }, 400, "bad_request", /^to: expected /],
		[
			{ task: "count", parameters: { to: 3, "$(id)": 1 } },
			400,
			"bad_request",
			/expected one of to, got another/,
		],
		[{ task: "count", command: ["sh"] }, 400, "bad_request", /command/],
		[{ task: "count", key: "two\nlines" }, 400, "bad_request", /^key: /],
		[{ task: "count", key: "x".repeat(201) }, 400, "bad_request", /^key: /],
		["{", 400, "bad_request", /JSON/],
		[{ task: "count", parameters: { to: "x".repeat(70_000) } }, 413, "too_large", /./],
	])("refuses %j", async (body, status, code, message) => {
		const [found, word, text] = await errorOf(await post(body));
		expect([found, word]).toEqual([status, code]);
		expect(text).toMatch(message);
		expect(made.host.orders).toEqual([]);
		expect(notes).toEqual([]);
	});

	it("is for the right ones alone", async () => {
		principal = viewer;
		expect((await post({ task: "look" })).status).toBe(201);
		expect(await codeOf(await post({ task: "count" }))).toEqual([403, "forbidden"]);
		principal = stranger;
		expect(await codeOf(await post({ task: "look" }))).toEqual([403, "forbidden"]);
		principal = { ...stranger, kind: "token", scopes: ["read", "settings", "push"] };
		expect(await codeOf(await post({ task: "look" }))).toEqual([403, "forbidden"]);
		principal = { ...stranger, kind: "token", scopes: ["jobs"] };
		expect((await post({ task: "count" })).status).toBe(201);
	});

	it("leaves places to those with the right to jobs, however many a viewer starts", async () => {
		principal = viewer;
		await Promise.all(Array.from({ length: 104 }, () => startOne("look")));
		expect(await codeOf(await post({ task: "look" }))).toEqual([429, "queue_full"]);
		principal = admin;
		expect((await post({ task: "look" })).status).toBe(201);
	});

	it("says when to come back where too many wait", async () => {
		await Promise.all(Array.from({ length: 1_004 }, () => made.start()));
		const answer = await post({ task: "count" });
		expect(answer.headers.get("retry-after")).toBe("30");
		expect(await codeOf(answer)).toEqual([429, "queue_full"]);
	});
});

describe("GET /api/jobs", () => {
	it("lists what one may see, page by page, and what one may run", async () => {
		for (const task of ["count", "look", "count", "look", "count"]) await startOne(task);
		const list = async (query = "") => await (await getJobs(request(query))).json();
		const all = await list("?language=ro");
		expect(all).toMatchObject({ atOnce: 4, tasks: [{ id: "count" }, { id: "look" }] });
		expect(all.jobs.map(({ position }: JobView) => position)).toEqual([1, null, null, null, null]);
		principal = viewer;
		const own = await list("?limit=1");
		expect(own.tasks.map(({ id }: { id: string }) => id)).toEqual(["look"]);
		expect(own.jobs).toHaveLength(1);
		const rest = await list(`?limit=9&before=${own.jobs[0].id}`);
		expect(rest.jobs.map(({ task }: JobView) => task)).toEqual(["look"]);
		principal = stranger;
		const read = vi.spyOn(made.jobs, "list");
		expect(await list()).toMatchObject({ jobs: [], tasks: [] });
		expect(read).not.toHaveBeenCalled();
	});
});

describe("GET and DELETE /api/jobs/[id]", () => {
	it("knows no job that one may not see", async () => {
		await startOne("count");
		principal = viewer;
		const routes = [
			getJob,
			deleteJob,
			getJobStream,
			headJobStream,
			getJobLog,
			headJobLog,
			getJobFile,
			headJobFile,
		];
		for (const answer of await Promise.all(routes.map((route) => route(request("/x"))))) {
			expect(await errorOf(answer)).toEqual([404, "not_found", "There is no such job."]);
		}
		expect(made.host.cancelled).toEqual([]);
	});

	it("answers once the job has ended, with what really happened, and 409 after that", async () => {
		const id = await startOne();
		const answer = deleteJob(request("/x?language=en", {}, "DELETE"));
		await setImmediate();
		await setImmediate();
		made.host.end(id, { status: "cancelled", signal: "SIGKILL", forced: 2 });
		expect(await (await answer).json()).toMatchObject({
			status: "cancelled",
			reason: "Stopped by admin. 2 processes did not heed SIGTERM and got SIGKILL.",
		});
		expect(notes.at(-1)).toMatchObject({ action: "job-cancelled", who: "admin", what: `count ${id}` });
		expect(await codeOf(await deleteJob(request("/x", {}, "DELETE")))).toEqual([409, "over"]);
		expect(await (await getJob(request("/x"))).json()).toMatchObject({ id, signal: "SIGKILL" });
	});
});

describe("GET /api/jobs/[id]/stream", () => {
	it("tells all to its end, and 204 to whom has that", async () => {
		const id = await startOne();
		made.host.print(id, "two\nlines");
		const answer = await getJobStream(request("/x/stream"));
		expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
		made.host.end(id);
		const text = await answer.text();
		expect(text).toMatch(/^retry: \d{4}\nevent: hello\ndata: {/);
		expect(text.match(/^id: \d+$/gm)).toEqual(["id: 1", "id: 2", "id: 3", "id: 4"]);
		expect(text).toContain('"text":"two\\nlines"');
		expect(release).toHaveBeenCalledTimes(1);
		const back = async (id: string) => await getJobStream(request("/x/stream", { "last-event-id": id }));
		expect((await back("3")).status).toBe(200);
		expect([(await back("4")).status, (await back("999")).status]).toEqual([204, 204]);
		expect((await getJobStream(request("/x/stream?last_event_id=4"))).status).toBe(204);
		const foreign = await (await back("mwpx-17")).text();
		expect(foreign.match(/^id: /gm), "an id of another stream").toHaveLength(4);
	});

	it("lets go at once of one that has left, and tells the others why it ends", async () => {
		await startOne();
		const left = new AbortController();
		left.abort();
		await getJobStream(new Request("http://h/api/jobs/x/stream", { signal: left.signal }));
		expect(release).toHaveBeenCalledTimes(1);
		const answer = await getJobStream(request("/x/stream"));
		onOver("signed-out", { time: 1, reason: "revoked" });
		expect(await answer.text()).toMatch(/event: signed-out\ndata: {"time":1,"reason":"revoked"}\n\n$/);
		const head = await headJobStream(request("/x/stream", {}, "HEAD"));
		expect([head.status, head.body]).toEqual([200, null]);
	});

	it("says when to come back where all places are taken", async () => {
		await startOne();
		isFull = true;
		const answer = await getJobStream(request("/x/stream"));
		expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "20"]);
		const again = await getJobStream(request("/x/stream", { "last-event-id": "1" }));
		expect(await again.text()).toBe("event: busy\n\n");
	});
});

describe("GET /api/jobs/[id]/log", () => {
	it("is what was said by now, line by line, in one's language", async () => {
		const id = await startOne();
		made.host.print(id, "\u001b[31mred\u001b[0m", "two\nlines");
		made.host.events.onNews(id, [{ kind: "progress", progress: 0.5, words: { text: "half" } }]);
		made.host.events.onLost([id]);
		await setImmediate();
		const answer = await getJobLog(request("/x/log?language=fr"));
		expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
		const lines = (await answer.text()).split("\n");
		expect(lines.slice(2, 5)).toEqual(["\u001b[31mred\u001b[0m", "two", "lines"]);
		expect(lines[5]).toMatch(/^\[20\d\d-.*Z\] interrupted: Le processus/);
		expect(lines).toHaveLength(7);
	});

	it("has all of a long one", async () => {
		const id = await startOne();
		for (let from = 0; from < 30; from++) made.host.print(id, ...Array.from({ length: 100 }, () => "x"));
		for (let step = 0; step < 2_000; step++)
			made.host.events.onNews(id, [{ kind: "progress", progress: 0, words: null }]);
		made.host.end(id);
		await setImmediate();
		expect((await (await getJobLog(request("/x/log"))).text()).match(/^x$/gm)).toHaveLength(3_000);
	});
});

describe("GET /api/jobs/[id]/files/[file]", () => {
	const files = [
		...["a.csv", "link.csv", "gone.csv", "folder.csv"].map((name) => ({ name, type: "text/csv", bytes: 5 })),
		{ name: "../../secret", type: "text/html", bytes: 1 },
	];

	beforeEach(async () => {
		const id = await startOne();
		mkdirSync(join(directory, id, "folder.csv"), { recursive: true });
		writeFileSync(join(directory, id, "a.csv"), "x".repeat(200_000));
		writeFileSync(join(directory, id, "unsaid.csv"), "secret");
		writeFileSync(join(directory, "secret"), "secret");
		symlinkSync(join(directory, "secret"), join(directory, id, "link.csv"));
		made.host.end(id, { result: { files, facts: {} } });
		await setImmediate();
		parameters = { id, file: "a.csv" };
	});

	it("is handed out to be kept, whole", async () => {
		const answer = await getJobFile(request("/x/files/a.csv"));
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			...{ "content-type": "text/csv", "content-disposition": 'attachment; filename="a.csv"' },
			...{ "x-content-type-options": "nosniff", "content-length": "200000" },
		});
		expect((await answer.text()).length).toBe(200_000);
		expect((await headJobFile(request("/x/files/a.csv"))).body).toBeNull();
	});

	it.each(["unsaid.csv", "../../secret", "..%2fsecret", "link.csv", "gone.csv", "folder.csv", ".", ""])(
		"is nothing at %j",
		async (file) => {
			parameters = { ...parameters, file };
			expect(await codeOf(await getJobFile(request("/x/files/x")))).toEqual([404, "not_found"]);
		},
	);
});
