import { withBasePath } from "@/lib/base-path";
import { jobsMessages } from "@/lib/jobs-messages";
import type { Language } from "@/lib/language";

/** In place of a job that there is not, or not for whoever looks. */
export function JobGone({ language }: { language: Language }) {
	const { gone, back } = jobsMessages(language);
	return (
		<main lang={language} className="mt-[10vh] max-w-[60ch]">
			<h1 className="font-semibold text-xl">{gone.title}</h1>
			<p className="mt-2 mb-4 text-muted">{gone.text}</p>
			<a href={withBasePath("/jobs")} className="text-accent underline underline-offset-4">
				{back}
			</a>
		</main>
	);
}
