"use client";

import { type RefObject, useCallback, useRef, useState } from "react";
import { withBasePath } from "@/lib/base-path";
import { settingsMessages } from "@/lib/settings-messages";
import type { Answer } from "./ask";

interface Said {
	text: string;
	/** Why it was not done, `null` where it was. */
	code: string | null;
}

interface SaidLine {
	said: Said | null;
	line: RefObject<HTMLParagraphElement | null>;
	/** Says what was done. With `focus`, where what was pressed for it is gone. */
	done: (text: string, options?: { focus: boolean }) => void;
	failed: (answer: Extract<Answer<unknown>, { isDone: false }>, text?: string) => void;
	clear: () => void;
}

/** What came of the last thing that was asked for in a part of the page. */
export function useSaid(): SaidLine {
	const [said, say] = useState<Said | null>(null);
	const line = useRef<HTMLParagraphElement>(null);
	const done = useCallback((text: string, { focus } = { focus: false }) => {
		say({ text, code: null });
		if (focus) line.current?.focus();
	}, []);
	const failed = useCallback(
		({ code, message }: { code: string; message: string }, text = message) => say({ text, code }),
		[],
	);
	return { said, line, done, failed, clear: useCallback(() => say(null), []) };
}

/** Shows it, and has it read aloud. */
export function SaidText({ said, line }: Pick<SaidLine, "said" | "line">) {
	const words = settingsMessages.failed;
	const isSignedOut = said?.code === "signed_out";
	return (
		<p
			ref={line}
			role="status"
			tabIndex={-1}
			className={`mt-3 outline-none empty:mt-0 ${said?.code ? "text-offline" : "text-text"}`}
		>
			{isSignedOut ? words.signedOut : said?.text}
			{isSignedOut && (
				<a
					href={withBasePath("/login?from=ended&next=/settings")}
					className="ml-2 text-accent underline underline-offset-4"
				>
					{words.signIn}
				</a>
			)}
		</p>
	);
}
