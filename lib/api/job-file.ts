import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { Principal } from "@/lib/access/types";
import { HttpError, slowRoute } from "@/lib/http";
import { getServer } from "@/lib/server";
import { findJob } from "./find-job";
import { partBytes } from "./parts";

const missing = () => new HttpError(404, "not_found", "There is no such file.");

/** `GET /api/jobs/[id]/files/[file]`: a file that a job has made, to be kept and never to be shown in place of a page. */
export const getJobFile = slowRoute(async (request, { principal, parameters }) => {
	const { path, headers } = await findFile(principal, parameters);
	// No link leads elsewhere from here, and nothing that would never end is read.
	const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
		() => {
			throw missing();
		},
	);
	const found = await file.stat();
	if (!found.isFile() || request.signal.aborted) {
		await file.close();
		throw missing();
	}
	return new Response(partsOf(file, [request.signal, getServer().closing]), {
		headers: { ...headers, "Content-Length": String(found.size) },
	});
});

/** `HEAD /api/jobs/[id]/files/[file]`: without it Next would read the file and send none of it. */
export const headJobFile = slowRoute(async (_, { principal, parameters }) => {
	const { headers } = await findFile(principal, parameters);
	return new Response(null, { headers });
});

async function findFile(principal: Principal, { id, file: name }: Record<string, string>) {
	const { job } = (await findJob(principal, id)).seen;
	// Only what the job says that it has made, by that very name.
	const file = job.result?.files.find((one) => one.name === name);
	if (!file || !/^\w[\w.-]{0,99}$/.test(file.name)) throw missing();
	return {
		path: join(getServer().jobs.directoryOf(job.id), file.name),
		headers: {
			"Content-Type": file.type,
			"Content-Disposition": `attachment; filename="${file.name}"`,
			"X-Content-Type-Options": "nosniff",
			"Cache-Control": "private, no-store, no-transform",
		},
	};
}

function partsOf(file: FileHandle, signals: readonly AbortSignal[]): ReadableStream<Uint8Array> {
	const end = () => {
		for (const signal of signals) signal.removeEventListener("abort", end);
		void file.close().catch(() => {});
	};
	for (const signal of signals) signal.addEventListener("abort", end);
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				try {
					const { bytesRead, buffer } = await file.read(Buffer.alloc(partBytes), 0, partBytes);
					if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead));
					else {
						end();
						controller.close();
					}
				} catch {
					// It was closed as its reader left, or can be read no further.
					end();
					controller.error(new DOMException("the file ends", "AbortError"));
				}
			},
			cancel: end,
		},
		{ highWaterMark: 0 },
	);
}
