import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { SignIn } from "@/components/sign-in/sign-in";
import { signInTitle } from "@/components/sign-in/sign-in-title";
import { readSignIn } from "@/lib/api/sign-in-page";
import { readVisit } from "@/lib/api/visit";
import { withBasePath } from "@/lib/base-path";

interface Props {
	searchParams: Promise<Record<string, unknown>>;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
	return { title: signInTitle(await searchParams), icons: withBasePath("/favicon.svg") };
}

export default async function LoginPage({ searchParams }: Props) {
	const visit = readVisit("/login", await headers());
	if (!visit) redirect("/");
	const state = readSignIn(visit, await searchParams);
	if ("to" in state) redirect(state.to);
	return <SignIn state={state} />;
}
