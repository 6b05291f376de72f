import { z } from "zod";
import { readQuery, slowRoute } from "@/lib/http";
import type { JobLog } from "@/lib/jobs/job-log";
import { lineOf } from "@/lib/jobs/log-line";
import type { Language } from "@/lib/language";
import { getServer } from "@/lib/server";
import { findJob } from "./find-job";
import { languageQuery, readLanguage } from "./language";

const logQuery = z.object({ language: languageQuery });
const pageLength = 500;

/** `GET /api/jobs/[id]/log`: what a job has said by now, as text. */
export const getJobLog = slowRoute(async (request, { principal, parameters }) => {
	const language = readLanguage(request, readQuery(request, logQuery).language);
	const log = await findJob(principal, parameters.id);
	return new Response(linesOf(log, language, [request.signal, getServer().closing]), {
		headers: headersOf(parameters.id ?? ""),
	});
});

/** `HEAD /api/jobs/[id]/log`: without it Next would read all of it and send none. */
export const headJobLog = slowRoute(async (request, { principal, parameters }) => {
	readQuery(request, logQuery);
	await findJob(principal, parameters.id);
	return new Response(null, { headers: headersOf(parameters.id ?? "") });
});

function headersOf(id: string): Record<string, string> {
	return {
		"Content-Type": "text/plain; charset=utf-8",
		"Content-Disposition": `inline; filename="job-${id}.log"`,
		// What is made as fast as it is read must not be gathered for a compressor.
		"Cache-Control": "no-store, no-transform",
		Vary: "Accept-Language",
	};
}

function linesOf(
	log: JobLog,
	language: Language,
	signals: readonly AbortSignal[],
): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	const until = log.newest;
	let after = 0;
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				try {
					const isOver = after >= until || signals.some(({ aborted }) => aborted);
					const page = isOver ? [] : await log.read(after, Math.min(pageLength, until - after));
					after = page.at(-1)?.seq ?? until;
					const text = page.map((message) => lineOf(message, language)).join("");
					if (text !== "") controller.enqueue(encoder.encode(text));
					// Asked for more where there was nothing to say, as of progress alone.
					if (after >= until) controller.close();
					else if (text === "") await this.pull?.(controller);
				} catch {
					// It can be read no further; whoever has the beginning must not take it for the whole.
					controller.error(new DOMException("the log cannot be read", "AbortError"));
				}
			},
		},
		{ highWaterMark: 0 },
	);
}
