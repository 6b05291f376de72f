import { statSync } from "node:fs";
import { join } from "node:path";
import type { BuiltIn, Parameters } from "@/lib/jobs/types";
import { TaskFailure } from "../../task-failure";
import { fileName } from "./file-name";
import { readReport, type Wanted } from "./read-report";
import { inAllLanguages } from "./words";
import { writeReport } from "./write-report";

const dayMs = 24 * 3_600_000;
/** The numbers take as long as the drawing, or longer. */
const readingShare = 0.5;

/** A PDF of what the history knows of a range: parameters are `from`, `to` (by default the last day) and `metrics`. */
export const report: BuiltIn = async (context) => {
	const { language, signal, directory } = context;
	const wanted = readWanted(context.parameters);
	const content = await readReport(context, wanted, (id, index, count) => {
		const chapter = inAllLanguages((words) => words.families[id]);
		context.progress((readingShare * index) / count, { key: "reportReading", parameters: { chapter } });
	});
	const name = fileName(content.about.host, wanted);
	const file = join(directory, name);
	const pages = await writeReport(content, {
		...{ file, language, signal },
		onPage: (page, pages, chapters) => {
			const done = readingShare + ((1 - readingShare) * (page - 1)) / pages;
			context.progress(done, { key: "reportPage", parameters: { page, pages, chapters } });
		},
	});
	context.progress(1);
	return {
		files: [{ name, type: "application/pdf", bytes: statSync(file).size }],
		facts: { pages },
	};
};

function readWanted(parameters: Parameters): Wanted {
	const madeAt = Date.now();
	const to = Number(parameters.to ?? madeAt);
	const from = Number(parameters.from ?? to - dayMs);
	if (!Number.isFinite(from) || !Number.isFinite(to) || from > to)
		throw new TaskFailure({
			key: "refused",
			parameters: { reason: `from: expected a time not after to (${to}), got ${from}` },
		});
	const { metrics } = parameters;
	return { from, to, madeAt, metrics: Array.isArray(metrics) ? metrics : [] };
}
