import { withBasePath } from "@/lib/base-path";
import type { JobView, Parameters, TaskView } from "@/lib/jobs/types";
import type { Language } from "@/lib/language";
import { ask } from "./ask";

/** What the server answered; or why it did not do it: `code` is `unreachable` or `unknown` where it gave none. */
export type JobsAnswer<T> =
	| { isDone: true; status: number; value: T }
	| { isDone: false; status: number; code: string; message: string | null };

/** What `GET /api/jobs` answers. */
export interface JobsList {
	jobs: JobView[];
	tasks: TaskView[];
	atOnce: number;
}

const answerMs = 15_000;
/** A stop is answered when it is over, or after 15 s. */
const stopMs = 25_000;

async function question<T>(
	path: `/${string}`,
	language: Language,
	{ timeoutMs = answerMs, ...init }: RequestInit & { timeoutMs?: number } = {},
): Promise<JobsAnswer<T>> {
	try {
		const response = await ask(withBasePath(path), {
			...init,
			headers: { "Accept-Language": language, ...init.headers },
			cache: "no-store",
			signal: AbortSignal.timeout(timeoutMs),
		});
		return read(response.status, await response.text());
	} catch {
		// It fails in one way only, which says nothing of why.
		return { isDone: false, status: 0, code: "unreachable", message: null };
	}
}

function read<T>(status: number, text: string): JobsAnswer<T> {
	let told: { error?: { code?: string; message?: string } } | null = null;
	try {
		told = JSON.parse(text);
	} catch {
		// A page of a proxy, which says nothing of ours.
	}
	if (status >= 200 && status < 300 && told !== null) return { isDone: true, status, value: told as T };
	const { code = "unknown", message = null } = told?.error ?? {};
	return { isDone: false, status, code, message };
}

/** Asks for the newest jobs, or those before one of them. */
export function listJobs(language: Language, before: string | null = null, limit = 30) {
	const query = new URLSearchParams({ limit: String(limit), ...(before !== null && { before }) });
	return question<JobsList>(`/api/jobs?${query}`, language);
}

/** Starts a task. The same key starts it once, however often it is sent. */
export function startJob(language: Language, task: string, parameters: Parameters, key: string) {
	return question<JobView>("/api/jobs", language, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ task, parameters, key }),
	});
}

/** Stops a job; answers with what came of it. */
export function stopJob(language: Language, id: string) {
	return question<JobView>(`/api/jobs/${id}`, language, { method: "DELETE", timeoutMs: stopMs });
}

/** Sends a file, and tells how far that is, which fetch cannot. */
export function uploadFile(
	file: Blob,
	language: Language,
	onProgress: (share: number) => void,
	signal: AbortSignal,
): Promise<JobsAnswer<{ id: string; bytes: number }>> {
	return new Promise((resolve) => {
		const request = new XMLHttpRequest();
		request.open("POST", withBasePath("/api/uploads"));
		request.setRequestHeader("Content-Type", "text/csv");
		request.setRequestHeader("Accept-Language", language);
		request.upload.onprogress = ({ lengthComputable, loaded, total }) =>
			lengthComputable && onProgress(loaded / total);
		request.onload = () => resolve(read(request.status, request.responseText));
		const lost = () => resolve({ isDone: false, status: 0, code: "unreachable", message: null });
		request.onerror = lost;
		request.onabort = lost;
		signal.addEventListener("abort", () => request.abort());
		request.send(file);
	});
}
