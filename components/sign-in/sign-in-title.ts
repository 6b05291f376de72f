import { messages } from "@/lib/messages";
import { signInMessages as words } from "@/lib/sign-in-messages";

/** The title of the page to sign in at, which a screen reader says first: why one is there again comes before all. */
export function signInTitle({ failed }: Record<string, unknown>): string {
	const parts = [words.title, messages.product];
	if (failed === "wrong") parts.unshift(words.wrongTitle);
	if (failed === "wait") parts.unshift(words.waitTitle);
	return parts.join(" · ");
}
