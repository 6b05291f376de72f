import type { AccountState } from "@/lib/api/types";
import { withBasePath } from "@/lib/base-path";
import { signInMessages } from "@/lib/sign-in-messages";
import { AccountBar } from "./account-bar";
import { PageFrame } from "./page-frame";

const words = signInMessages.forbidden;

/** In place of a page that whoever is signed in may not see. */
export function Forbidden({ account }: { account: AccountState }) {
	return (
		<PageFrame aside={<AccountBar account={account} />}>
			<main className="mt-[10vh] max-w-[60ch]">
				<h1 className="font-semibold text-xl">{words.title}</h1>
				<p className="mt-2 mb-4 text-muted">
					{account.name === null ? words.stranger : words.text(account.name)}
				</p>
				<a href={withBasePath("/")} className="text-accent underline underline-offset-4">
					{words.back}
				</a>
			</main>
		</PageFrame>
	);
}
