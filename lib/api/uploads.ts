import { HttpError, json, slowRoute } from "@/lib/http";
import { mayImport } from "@/lib/jobs/may";
import { mostUploadBytes } from "@/lib/jobs/uploads";
import { getServer } from "@/lib/server";

/** `POST /api/uploads`: keeps a file of CSV of those who may import it, and tells its id; 507 while there are too many others. */
export const postUpload = slowRoute(async (request, { principal }) => {
	const kind = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
	if (kind !== "text/csv") {
		throw new HttpError(415, "unsupported_type", `expected text/csv, got "${kind ?? ""}"`);
	}
	const { jobs, uploads } = getServer();
	if (!mayImport(principal, jobs.tasks)) throw new HttpError(403, "forbidden", "You may not import files.");
	if (!request.body) throw new HttpError(400, "bad_request", "body: expected a file of CSV, got nothing");
	const upload = await uploads.keep(request.body);
	if (upload.name === "tooLarge") {
		throw new HttpError(413, "too_large", `expected at most ${mostUploadBytes} bytes, got more`);
	}
	if (upload.name === "full") {
		const message =
			"All files that wait to be imported are as many as may be: import one, or wait, for each is kept for a day.";
		throw new HttpError(507, "full", message, { "Retry-After": "3600" });
	}
	return json({ id: upload.id, bytes: upload.bytes }, { status: 201 });
});
