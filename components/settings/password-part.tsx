"use client";

import { type FormEvent, useId, useState } from "react";
import type { AccessSummary } from "@/lib/api/types";
import { settingsMessages } from "@/lib/settings-messages";
import { MainButton } from "../ui/button";
import { PasswordField } from "../ui/password-field";
import { ask } from "./ask";
import { Part } from "./part";
import { SaidText, useSaid } from "./said";
import { ScriptForm } from "./script-form";

const words = settingsMessages.password;

interface PasswordPartProps {
	account: string;
	access: AccessSummary;
	onChange: () => Promise<void>;
}

/** Changes the password of who is signed in, where it is not set by the environment. */
export function PasswordPart({ account, access, onChange }: PasswordPartProps) {
	const isSetting = access.accounts.some((one) => one.account === account && one.isSetting);
	return (
		<Part title={words.title} intro={isSetting ? words.isSetting : words.intro(account)}>
			{!isSetting && <PasswordForm account={account} onChange={onChange} />}
		</Part>
	);
}

function PasswordForm({ account, onChange }: Omit<PasswordPartProps, "access">) {
	const id = useId();
	const [isBusy, setBusy] = useState(false);
	const { said, line, done, failed } = useSaid();

	async function change(event: FormEvent<HTMLFormElement>) {
		event.preventDefault();
		const form = event.currentTarget;
		const fields = new FormData(form);
		setBusy(true);
		const answer = await ask("PUT", "/api/password", {
			current: String(fields.get("current")),
			password: String(fields.get("new")),
		});
		setBusy(false);
		if (!answer.isDone) {
			failed(answer, answer.code === "wrong_password" ? words.wrong : undefined);
			if (answer.code === "wrong_password") document.getElementById(`${id}current`)?.focus();
			return;
		}
		form.reset();
		done(words.changed);
		await onChange();
	}

	const field = (name: "current" | "new") => ({
		id: `${id}${name}`,
		name,
		label: words[name],
		words: { show: words.showOf(words[name]), hide: words.hideOf(words[name]) },
		required: true,
	});
	return (
		<ScriptForm onSubmit={change} className="mt-4 grid gap-4 sm:grid-cols-2">
			{/* For password managers, which keep a password by the account that it belongs to. */}
			<input name="account" autoComplete="username" value={account} readOnly className="hidden" />
			<PasswordField
				{...field("current")}
				autoComplete="current-password"
				aria-invalid={said?.code === "wrong_password" || undefined}
			/>
			<PasswordField
				{...field("new")}
				autoComplete="new-password"
				minLength={12}
				aria-describedby={`${id}hint`}
			/>
			<p id={`${id}hint`} className="text-muted text-xs sm:col-start-2 sm:-mt-3">
				{words.newHint}
			</p>
			<div className="sm:col-span-2">
				<MainButton disabled={isBusy}>{words.submit}</MainButton>
				<SaidText said={said} line={line} />
			</div>
		</ScriptForm>
	);
}
