import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { AccountBar } from "@/components/account-bar";
import { JobGone } from "@/components/jobs/job-gone";
import { JobPage } from "@/components/jobs/job-page";
import { PageFrame } from "@/components/page-frame";
import { jobsTitle, readJobPage, visitLanguage } from "@/lib/api/jobs-page";
import { accountState, readVisit } from "@/lib/api/visit";
import { withBasePath } from "@/lib/base-path";

interface Props {
	params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
	return { title: jobsTitle(await headers()), icons: withBasePath("/favicon.svg") };
}

export default async function Page({ params }: Props) {
	const { id } = await params;
	const visit = readVisit("/jobs", await headers());
	if (!visit) redirect(`/login?next=${encodeURIComponent(`/jobs/${id}`)}`);
	const state = await readJobPage(visit, id);
	return (
		<PageFrame aside={<AccountBar account={accountState(visit)} isJobs />} isWide>
			{/* Not Next's notFound, which says nothing to whoever runs no scripts. */}
			{state ? <JobPage state={state} /> : <JobGone language={visitLanguage(visit.asked)} />}
		</PageFrame>
	);
}
