import { expect, it } from "vitest";
import { viewActive, viewBriefly, viewJob } from "./job-view";
import type { Job, Parameters } from "./types";

const seenWith = (parameters: Parameters, position: number | null = null) => ({
	position,
	job: {
		...{ id: "0mwpy5qrb000o743", task: "echo", title: "Echo", mayRun: "admin", status: "queued", key: null },
		...{ progress: null, message: null, parameters, startedBy: { kind: "session", name: "admin" } },
		...{ language: "en", queuedAt: 1, startedAt: null, endedAt: null, reason: null, exitCode: null },
		...{ signal: null, messages: 1, leftOut: 0, result: null },
	} as Job,
});

it("tells those who follow all jobs no more than the beginnings of parameters that are large", () => {
	const large = {
		text: "x".repeat(10_000),
		metrics: Array.from({ length: 64 }, () => "m".repeat(200)),
		n: 5,
	};
	const all = Array.from({ length: 1_000 }, (_, index) => seenWith(large, index + 1));
	expect(JSON.stringify(viewActive(all, 4, 1)).length).toBeLessThan(65_536);
	expect(viewBriefly(seenWith(large), 1).parameters).toEqual({
		...{ text: `${"x".repeat(200)}…`, n: 5 },
		metrics: [expect.stringMatching(/^m{200}…$/)],
	});
	// Who asks for the one job has them all.
	expect(viewJob(seenWith(large), "en", 1).parameters).toEqual(large);
});

it("leaves parameters whole that are small", () => {
	const small = { from: 1, metrics: ["cpu", "memory"], upload: "0123456789abcdef" };
	expect(viewBriefly(seenWith(small), 1).parameters).toEqual(small);
});
