import { z } from "zod";
import { HttpError, json, readQuery, slowRoute } from "@/lib/http";
import { viewJob } from "@/lib/jobs/job-view";
import { getServer } from "@/lib/server";
import { findJob } from "./find-job";
import { languageQuery, readLanguage } from "./language";

const jobQuery = z.object({ language: languageQuery });
const headers = { Vary: "Accept-Language" };

/** `GET /api/jobs/[id]`: a job as it is now. */
export const getJob = slowRoute(async (request, { principal, parameters }) => {
	const language = readLanguage(request, readQuery(request, jobQuery).language);
	const { seen } = await findJob(principal, parameters.id);
	return json(viewJob(seen, language, Date.now()), { headers });
});

/**
 * `DELETE /api/jobs/[id]`: ends it with all its processes; answers once that is done, or after 15 s with what is known by
 * then. `reason` says what really happened; 409 where it was over before.
 */
export const deleteJob = slowRoute(async (request, { principal, parameters }) => {
	const language = readLanguage(request, readQuery(request, jobQuery).language);
	const { seen } = await findJob(principal, parameters.id);
	const server = getServer();
	const { id, task } = seen.job;
	const cancelled = await server.jobs.cancel(id, principal.name ?? "");
	if (!cancelled) throw new HttpError(404, "not_found", "There is no such job.");
	if (cancelled.wasOver) throw new HttpError(409, "over", `The job has ended: ${cancelled.seen.job.status}.`);
	const { address } = server.asked(request);
	server.access.audit.note({ action: "job-cancelled", who: principal.name, address, what: `${task} ${id}` });
	return json(viewJob(cancelled.seen, language, Date.now()), { headers });
});
