import type { Principal } from "@/lib/access/types";
import { HttpError } from "@/lib/http";
import type { JobLog } from "@/lib/jobs/job-log";
import { mayUse } from "@/lib/jobs/may";
import { getServer } from "@/lib/server";

/** A job that somebody may see; throws a 404 where there is none, and where there is one that they may not. */
export async function findJob(principal: Principal, id: string | undefined): Promise<JobLog> {
	const log = await getServer().jobs.log(id ?? "");
	if (log && mayUse(principal, log.seen.job)) return log;
	throw new HttpError(404, "not_found", "There is no such job.");
}
