import { speak } from "@/lib/job-words";
import { viewJob, viewTask } from "@/lib/jobs/job-view";
import { mayUse } from "@/lib/jobs/may";
import type { JobMessage, JobView } from "@/lib/jobs/types";
import { jobsMessages } from "@/lib/jobs-messages";
import { type Language, readLocalised } from "@/lib/language";
import type { JobsStart } from "@/lib/live/types";
import { messages } from "@/lib/messages";
import { getServer } from "@/lib/server";
import { listSeen } from "./jobs";
import { readLanguage } from "./language";
import type { JobPageState, JobsPageState } from "./types";
import type { Visit } from "./visit";

const mostJobs = 30;
/** So much of a log is there before any script is. */
const mostMessages = 200;

/** The title of the pages of jobs before their scripts say more. */
export function jobsTitle(headers: Headers): string {
	return `${jobsMessages(languageOf(headers)).title} · ${messages.product}`;
}

/** What is under way, for who looks at any page; `null` for whoever may neither see nor start any job. */
export function readRunning({ principal, asked }: Visit): JobsStart | null {
	const { jobs } = getServer();
	const isAll = principal.scopes.includes("jobs");
	if (!isAll && !jobs.tasks.some((task) => mayUse(principal, task))) return null;
	// Of those that only see some, nothing is told here: their page asks.
	return startFrom(isAll ? jobs.active.jobs : [], false, isAll, visitLanguage(asked));
}

/** What the page of all jobs shows. */
export async function readJobsPage(visit: Visit): Promise<JobsPageState> {
	const { principal } = visit;
	const language = visitLanguage(visit.asked);
	const start = readRunning(visit) ?? startFrom([], false, false, language);
	const { jobs, history } = getServer();
	const seen = await listSeen(principal, null, mostJobs);
	// As of before they were read, and so is where the stream goes on: what is told meanwhile is newer than all of it.
	const views = seen.map((one) => viewJob(one, language, start.time));
	return {
		...start,
		jobs: withActive(views, start),
		hasMore: seen.length === mostJobs,
		timeZone: timeZone(),
		tasks: jobs.tasks.filter((task) => mayUse(principal, task)).map((task) => viewTask(task, language)),
		atOnce: jobs.atOnce,
		reason: history.jobs.reason,
	};
}

/** What the page of one job shows; `null` where there is none, or none that this visitor may see. */
export async function readJobPage(visit: Visit, id: string): Promise<JobPageState | null> {
	const language = visitLanguage(visit.asked);
	const { jobs } = getServer();
	const start = startFrom([], false, visit.principal.scopes.includes("jobs"), language);
	const log = await jobs.log(id);
	if (!log || !mayUse(visit.principal, log.seen.job)) return null;
	const view = viewJob(log.seen, language, start.time);
	const said = await log.read(Math.max(0, log.newest - mostMessages), mostMessages);
	const { parameters = [] } = jobs.tasks.find((task) => task.id === view.task) ?? {};
	return {
		...start,
		jobs: [view],
		timeZone: timeZone(),
		job: view,
		messages: said.flatMap((message) => spokenLog(message, language)),
		parameters: Object.entries(view.parameters).map(([name, value]) => {
			const parameter = parameters.find((one) => one.name === name);
			const title = parameter ? readLocalised(parameter.title, language) : name;
			return { title, value, isTime: parameter?.type === "time" };
		}),
	};
}

/** The language of whoever opens a page. */
export function visitLanguage({ header }: Visit["asked"]): Language {
	return languageOf(new Headers({ "accept-language": header("accept-language") ?? "" }));
}

const languageOf = (headers: Headers) => readLanguage(new Request("http://here", { headers }), null);

function spokenLog(message: JobMessage, language: Language): JobPageState["messages"] {
	if (message.kind !== "log") return [];
	const { seq, time, source, words } = message;
	return [{ seq, time, source, text: speak(words, language) }];
}

/** Those that wait or run are all there, however many came after them. */
function withActive(views: JobView[], { jobs }: JobsStart): JobView[] {
	const known = new Set(views.map(({ id }) => id));
	return [...views, ...jobs.filter(({ id }) => !known.has(id))];
}

function startFrom(jobs: JobView[], hasMore: boolean, isTold: boolean, language: Language): JobsStart {
	const { id: cursor } = getServer().state(new Set());
	return { time: Date.now(), jobs, hasMore, language, isTold, cursor };
}

const timeZone = () => getServer().state(new Set(["clock"])).events.clock?.timezone ?? "UTC";
