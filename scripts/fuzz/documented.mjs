// @ts-check

/** What each status is answered for, wherever it comes from. What is not here is not documented, and so a fault. */
export const DOCUMENTED = new Map([
	[200, "an answer"],
	[201, "a token that was made, the first push of a stream, a job that was started"],
	[204, "a preflight; a stream whose session or job has ended"],
	[206, "a part of a file, as it was asked for"],
	[303, "a page that needs a sign-in; a form that was sent"],
	[304, "a file that did not change"],
	[307, "a part of a page that was asked for without its mark, as Next has it"],
	[308, "a path with a slash at its end"],
	[400, "a request that is not HTTP, or does not fit what its route expects"],
	[401, "nobody, where somebody is needed; a wrong password"],
	[403, "somebody who may not; a page of another origin"],
	[404, "what is not served"],
	[405, "a method that a route does not have"],
	[408, "a request that does not come to its end in time"],
	[409, "a name that is taken, or no room for one more; a job that has ended"],
	[413, "a body that is too large"],
	[415, "a body of a kind that its route does not take"],
	[416, "a part of a file that is not there"],
	[417, "an expectation beside 100-continue"],
	[421, "a Host that is not ours"],
	[429, "attempts to sign in, or pushes, that come too fast; too many jobs that wait"],
	[431, "headers that are too many or too large"],
	[503, "what cannot be answered now, with the time to ask again"],
]);

/** Those with which Node itself answers what is no request, without a body. */
const BARE = new Set([400, 408, 413, 431]);

/**
 * What is wrong with an answer, `null` for nothing.
 * @param {import("./send.mjs").Answer} answer
 * @param {{ path: string, isHead: boolean }} asked
 * @returns {string | null}
 */
export function findFault({ status, headers, body }, { path, isHead }) {
	if (status === null) return "no answer";
	if (!DOCUMENTED.has(status)) return `status ${status}`;
	for (const name of ["server", "x-powered-by", "x-nextjs-cache", "x-hostbeat-request"]) {
		if (headers.has(name)) return `a header ${name}: ${headers.get(name)}`;
	}
	if (/\n +at .*[:(]\d+|node_modules|file:\/\/\//.test(body)) return `a stack in ${body.slice(0, 300)}`;
	const type = headers.get("content-type") ?? "";
	if (type.startsWith("text/event-stream") && status !== 200) return `a stream with status ${status}`;
	if (status < 400 || isHead) return null;
	if (status === 503 && !/^\d+$/.test(headers.get("retry-after") ?? ""))
		return "503 without the time to come back";
	if (BARE.has(status) && body === "" && headers.get("connection") === "close") return null;
	// Files are Next's own to answer for.
	if (path.startsWith("/_next/static/")) return null;
	return isError(body) ? null : `an error in another form: ${type} ${body.slice(0, 300)}`;
}

/** @param {string} body */
function isError(body) {
	try {
		const { error, ...more } = JSON.parse(body);
		return (
			Object.keys(more).length === 0 && typeof error.code === "string" && typeof error.message === "string"
		);
	} catch {
		return false;
	}
}
