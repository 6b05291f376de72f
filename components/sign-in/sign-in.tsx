import type { SignInState } from "@/lib/api/types";
import { withBasePath } from "@/lib/base-path";
import { signInMessages as words } from "@/lib/sign-in-messages";
import { ProductMark } from "../product-mark";
import { MainButton } from "../ui/button";
import { Field, fieldLook } from "../ui/field";
import { PasswordField } from "../ui/password-field";
import { SignInFailure } from "./sign-in-failure";

/** The page to sign in at: a plain form, which works without scripts and which password managers know how to fill. */
export function SignIn({ state }: { state: SignInState }) {
	const { accounts, next, failure, from, encryption } = state;
	const [only, ...others] = accounts;
	const isOne = others.length === 0;
	const isFirst = failure === null && from === null;
	return (
		<main className="mx-auto flex w-full max-w-[400px] flex-col px-4 py-8 sm:pt-[14vh]">
			<p className="mb-6 flex justify-center">
				<ProductMark />
			</p>
			<div className="rounded-xl border border-line bg-surface p-6">
				<h1 className="font-semibold text-xl">{words.title}</h1>
				{/* As high as what it may say, so that nothing moves when it does. */}
				<p id="said" className="mt-2 mb-4 min-h-[20px] text-muted max-[370px]:min-h-[40px]">
					{failure ? <SignInFailure failure={failure} /> : from ? words.from[from] : null}
				</p>
				<form method="post" action={withBasePath("/api/sign-in")} className="grid gap-4">
					<input type="hidden" name="next" value={next} />
					<Field htmlFor="account" label={words.account}>
						<input
							id="account"
							name="account"
							autoComplete="username"
							autoCapitalize="none"
							autoCorrect="off"
							spellCheck={false}
							required
							maxLength={64}
							defaultValue={isOne ? only : undefined}
							readOnly={isOne}
							// biome-ignore lint/a11y/noAutofocus: The page is this form and nothing else.
							autoFocus={!isOne}
							aria-describedby={isOne ? undefined : isFirst ? "accounts" : "said accounts"}
							className={fieldLook}
						/>
						{!isOne && (
							<p id="accounts" className="mt-1 text-muted text-xs">
								{words.accounts(accounts.join(", "))}
							</p>
						)}
					</Field>
					<PasswordField
						id="password"
						name="password"
						label={words.password}
						words={{ show: words.showPassword, hide: words.hidePassword }}
						autoComplete="current-password"
						required
						autoFocus={isOne}
						aria-invalid={failure?.name === "wrong" || undefined}
						aria-describedby={isFirst ? undefined : "said"}
					/>
					<MainButton>{words.submit}</MainButton>
				</form>
			</div>
			<div className="mt-6 grid gap-4 px-6 text-muted text-xs leading-4">
				{encryption === "plain" && (
					<p>
						<span className="font-semibold text-delayed">{words.plain.word}</span> {words.plain.text}
					</p>
				)}
				<p>
					<span className="font-semibold text-text">{words.firstTime}</span> {words.firstTimeText}
				</p>
			</div>
		</main>
	);
}
