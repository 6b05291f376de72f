import { z } from "zod";
import type { Principal } from "@/lib/access/types";
import { withBasePath } from "@/lib/base-path";
import { HttpError, json, readBody, readQuery, slowRoute, text, wholeNumber } from "@/lib/http";
import type { Seen } from "@/lib/jobs/job-log";
import { viewJob, viewTask } from "@/lib/jobs/job-view";
import type { JobStart, StartRefused } from "@/lib/jobs/jobs";
import { mayUse } from "@/lib/jobs/may";
import { getServer } from "@/lib/server";
import { languageQuery, readLanguage } from "./language";

const pageLength = 50;
const mostBodyBytes = 65_536;
const listQuery = z.object({
	limit: wholeNumber(1, 500),
	before: text(16),
	language: languageQuery,
});
const startQuery = z.object({ language: languageQuery });
const body = z.strictObject({
	task: z.string().max(40),
	parameters: z.record(z.string(), z.unknown()).default({}),
	/** What is started with the same key is the same job. */
	key: z
		.string()
		.regex(/^[\x21-\x7e]{1,200}$/)
		.nullable()
		.default(null),
});
const statusOf = { queue_full: 429, key_taken: 409, closing: 503 };
/** When it may be tried again, in seconds. */
const retryAfter: Partial<Record<StartRefused["code"], string>> = { queue_full: "30", closing: "2" };

/** `GET /api/jobs`: those that one may see, newest first, and the tasks that one may run. */
export const getJobs = slowRoute(async (request, { principal }) => {
	const { limit, before, language: asked } = readQuery(request, listQuery);
	const { jobs } = getServer();
	const language = readLanguage(request, asked);
	// What is told while they are read is newer than they are.
	const time = Date.now();
	const found = await listSeen(principal, before, limit ?? pageLength);
	return json(
		{
			jobs: found.map((seen) => viewJob(seen, language, time)),
			tasks: jobs.tasks.filter((task) => mayUse(principal, task)).map((task) => viewTask(task, language)),
			atOnce: jobs.atOnce,
		},
		{ headers: { Vary: "Accept-Language" } },
	);
});

/** `POST /api/jobs`: starts a job, 201; of a key that is known already gives its job, 200. */
export const postJob = slowRoute(async (request, { principal }) => {
	const query = readQuery(request, startQuery);
	const { task: id, parameters, key } = await readBody(request, body, { mostBytes: mostBodyBytes });
	const server = getServer();
	const task = server.jobs.tasks.find((task) => task.id === id);
	if (!task) throw new HttpError(404, "unknown_task", "task: expected the id of a task, got another");
	if (!mayUse(principal, task)) throw new HttpError(403, "forbidden", "You may not run this task.");
	const language = readLanguage(request, query.language);
	const { kind, name, scopes } = principal;
	const isLimited = !scopes.includes("jobs");
	const asked = { task, parameters, key, startedBy: { kind, name }, isLimited, language };
	const { seen, isNew } = await start(asked);
	// What the task was for all once may be for some now, and the other way round.
	if (!mayUse(principal, seen.job))
		throw new HttpError(403, "forbidden", "You may not see the job of this key.");
	if (isNew) {
		const { address } = server.asked(request);
		const what = `${task.id} ${seen.job.id}`;
		server.access.audit.note({ action: "job-started", who: name, address, what });
	}
	const headers = { Location: withBasePath(`/api/jobs/${seen.job.id}`), Vary: "Accept-Language" };
	return json(viewJob(seen, language, Date.now()), { status: isNew ? 201 : 200, headers });
});

/** Of very many that one may not see, no more than these are looked through. */
const mostPages = 20;

/** The newest jobs before one of them, as many as that of those that somebody may see. */
export async function listSeen(principal: Principal, from: string | null, limit: number) {
	const found: Seen[] = [];
	// Who may see none is not to have all of them read.
	if (!mayUse(principal, { mayRun: "viewer" })) return found;
	let before = from;
	for (let page = 0; page < mostPages && found.length < limit; page++) {
		const jobs = await getServer().jobs.list({ before, limit });
		found.push(...jobs.filter(({ job }) => mayUse(principal, job)));
		before = jobs.at(-1)?.job.id ?? null;
		if (jobs.length < limit) break;
	}
	return found.slice(0, limit);
}

async function start(asked: JobStart) {
	try {
		return await getServer().jobs.start(asked);
	} catch (error) {
		// By their names: the server was made of a copy of its own of their classes (vercel/next.js#69544).
		const { name, message } = error as Error;
		if (name === "ParameterError") throw new HttpError(400, "bad_request", message);
		if (name !== "StartRefused") throw error;
		const { code } = error as StartRefused;
		const wait = retryAfter[code];
		throw new HttpError(statusOf[code], code, message, wait ? { "Retry-After": wait } : {});
	}
}
