"use client";

import type { JobsMessages } from "@/lib/jobs-messages";
import type { JobsAnswer } from "@/lib/live/jobs-ask";
import { signInAddress } from "../sign-in-address";

type Refused = Extract<JobsAnswer<unknown>, { isDone: false }>;

/** Why something was not done, in words of the server's or of ours. */
export function troubleText({ code, message }: Refused, words: JobsMessages): string {
	if (code === "signed_out") return words.signedOut;
	if (code === "unreachable") return words.unreachable;
	return message ?? words.unknownFailure;
}

/** The same as a line that is read aloud; with the way back in for whoever is signed out. */
export function TroubleLine({ refused, words }: { refused: Refused | null; words: JobsMessages }) {
	return (
		<p role="alert" className="text-offline empty:hidden">
			{refused && troubleText(refused, words)}
			{refused?.code === "signed_out" && (
				<a href={signInAddress()} className="ml-2 text-accent underline underline-offset-4">
					{words.signIn}
				</a>
			)}
		</p>
	);
}
