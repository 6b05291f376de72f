import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { withBasePath } from "@/lib/base-path";
import { messages } from "@/lib/messages";
import { signInMessages } from "@/lib/sign-in-messages";

export const metadata: Metadata = {
	title: `${signInMessages.forbidden.title} · ${messages.product}`,
	icons: withBasePath("/favicon.svg"),
};

/** Where proxy.ts leads whom the table of routes does not admit: it only gives the answer its status, which a rewrite cannot. */
export default function ForbiddenPage() {
	forbidden();
}
