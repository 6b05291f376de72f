import type { AccountState } from "@/lib/api/types";
import { withBasePath } from "@/lib/base-path";
import { signInMessages } from "@/lib/sign-in-messages";
import { LateRunningJobs } from "./jobs/late-running-jobs";

const words = signInMessages.bar;
const link =
	"inline-flex min-h-[44px] cursor-pointer items-center underline-offset-4 hover:text-text hover:underline sm:min-h-6";

interface AccountBarProps {
	account: AccountState;
	/** Whether this is the page of the settings. */
	isSettings?: boolean;
	/** Whether this is a page of jobs. */
	isJobs?: boolean;
}

/** Who is signed in, and the ways to the settings and out. Nothing where there is nothing to say; it needs no scripts. */
export function AccountBar({
	account: { name, maySettings, maySignIn, jobs },
	isSettings = false,
	isJobs = false,
}: AccountBarProps) {
	const hasSettings = maySettings && !isSettings;
	if (name === null && !hasSettings && !maySignIn && !jobs) return null;
	return (
		<nav
			aria-label={words.label}
			className="flex flex-wrap items-center gap-x-4 text-muted text-xs max-sm:-my-2"
		>
			{name !== null && (
				<span>
					<span className="sr-only">{words.signedInAs} </span>
					<span className="text-text">{name}</span>
				</span>
			)}
			{jobs && (
				<a href={withBasePath("/jobs")} className={link} aria-current={isJobs ? "page" : undefined}>
					{words.jobs}
					{/* A page of jobs says by itself what runs. */}
					{!isJobs && <LateRunningJobs start={jobs} />}
				</a>
			)}
			{hasSettings && (
				<a href={withBasePath("/settings")} className={link}>
					{words.settings}
				</a>
			)}
			{name !== null && (
				<form method="post" action={withBasePath("/api/sign-out")}>
					<button type="submit" className={link}>
						{words.signOut}
					</button>
				</form>
			)}
			{maySignIn && (
				<a href={withBasePath("/login")} className={link}>
					{words.signIn}
				</a>
			)}
		</nav>
	);
}
