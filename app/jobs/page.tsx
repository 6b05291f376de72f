import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { AccountBar } from "@/components/account-bar";
import { JobsPage } from "@/components/jobs/jobs-page";
import { PageFrame } from "@/components/page-frame";
import { jobsTitle, readJobsPage } from "@/lib/api/jobs-page";
import { accountState, readVisit } from "@/lib/api/visit";
import { withBasePath } from "@/lib/base-path";

export async function generateMetadata(): Promise<Metadata> {
	return { title: jobsTitle(await headers()), icons: withBasePath("/favicon.svg") };
}

export default async function Page() {
	const visit = readVisit("/jobs", await headers());
	if (!visit) redirect("/login?next=/jobs");
	const state = await readJobsPage(visit);
	return (
		<PageFrame aside={<AccountBar account={accountState(visit)} isJobs />} isWide>
			<JobsPage state={state} />
		</PageFrame>
	);
}
