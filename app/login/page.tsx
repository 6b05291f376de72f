import { withBasePath } from "@/lib/base-path";
import { messages } from "@/lib/messages";

export const metadata = { icons: withBasePath("/favicon.svg") };

export default function LoginPage() {
	return (
		<main>
			<h1>{messages.product}</h1>
			<form method="post" action={withBasePath("/api/sign-in")}>
				<input name="account" autoComplete="username" defaultValue="admin" />
				<input name="password" type="password" autoComplete="current-password" required />
				<button type="submit">Sign in</button>
			</form>
		</main>
	);
}
