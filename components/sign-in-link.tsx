"use client";

import { connectionMessages } from "@/lib/connection-messages";
import { signInAddress } from "./sign-in-address";

/** Leads to where one signs in, and from there back to what is shown now. */
export function SignInLink() {
	// The view may have changed since this was rendered.
	const renew = ({ currentTarget }: React.SyntheticEvent<HTMLAnchorElement>) => {
		currentTarget.href = signInAddress();
	};
	return (
		<a
			href={signInAddress()}
			onPointerDown={renew}
			onClick={renew}
			className="mt-3 inline-flex min-h-[44px] items-center rounded-lg border border-accent px-3 text-accent text-sm md:min-h-8"
		>
			{connectionMessages.signedOut.again}
		</a>
	);
}
