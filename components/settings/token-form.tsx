"use client";

import { type FormEvent, useId, useState } from "react";
import { settingsMessages } from "@/lib/settings-messages";
import { MainButton } from "../ui/button";
import { Field, fieldLook } from "../ui/field";
import { ask } from "./ask";
import type { MadeToken } from "./new-token";
import { SaidText, useSaid } from "./said";
import { ScriptForm } from "./script-form";

const words = settingsMessages.tokens;
const defaultDays = "90";

/** What a new token is called, what it may and how long. Where it cannot be made, what was typed stays. */
export function TokenForm({ onMade }: { onMade: (token: MadeToken) => Promise<void> }) {
	const id = useId();
	const [isBusy, setBusy] = useState(false);
	const { said, line, failed } = useSaid();

	async function make(event: FormEvent<HTMLFormElement>) {
		event.preventDefault();
		const fields = new FormData(event.currentTarget);
		const days = String(fields.get("days"));
		setBusy(true);
		const answer = await ask<MadeToken>("POST", "/api/tokens", {
			name: String(fields.get("name")),
			scopes: fields.getAll("may").map(String),
			days: days === "" ? null : Number(days),
		});
		setBusy(false);
		if (answer.isDone) await onMade(answer.value);
		else failed(answer);
	}

	return (
		<ScriptForm onSubmit={make} className="mt-2 border-line border-t pt-4">
			<h3 className="mb-3 font-semibold">{words.create}</h3>
			<div className="grid gap-4 sm:grid-cols-2">
				<Field htmlFor={`${id}name`} label={words.name}>
					<input
						id={`${id}name`}
						name="name"
						required
						maxLength={64}
						autoComplete="off"
						placeholder={words.namePlaceholder}
						className={`${fieldLook} placeholder:text-muted`}
					/>
				</Field>
				<Field htmlFor={`${id}days`} label={words.daysLabel}>
					<select id={`${id}days`} name="days" defaultValue={defaultDays} className={fieldLook}>
						{Object.entries(words.days).map(([days, text]) => (
							<option key={days} value={days}>
								{text}
							</option>
						))}
					</select>
				</Field>
				<fieldset className="sm:col-span-2" onChange={askForOne}>
					<legend className="text-muted text-xs">{words.mayLegend}</legend>
					<div className="flex flex-wrap gap-x-6">
						{Object.entries(words.may).map(([may, text]) => (
							<label key={may} className="flex min-h-[44px] cursor-pointer items-center gap-2 md:min-h-8">
								<input
									type="checkbox"
									name="may"
									value={may}
									defaultChecked={may === "read"}
									className="size-4 accent-(--accent)"
								/>
								{text}
							</label>
						))}
					</div>
				</fieldset>
			</div>
			<MainButton className="mt-3" disabled={isBusy}>
				{words.submit}
			</MainButton>
			<SaidText said={said} line={line} />
		</ScriptForm>
	);
}

/** A browser can only demand one box, not one of several. */
function askForOne({ currentTarget }: FormEvent<HTMLFieldSetElement>) {
	const boxes = [...currentTarget.querySelectorAll("input")];
	boxes[0]?.setCustomValidity(boxes.some(({ checked }) => checked) ? "" : words.chooseOne);
}
