"use client";

import { useEffect, useId, useRef } from "react";
import type { Parameter } from "@/lib/jobs/types";
import { spokenNumber } from "@/lib/jobs-format";
import { readLocalised } from "@/lib/language";
import { wallTime } from "@/lib/zone-time";
import { fieldLook } from "../ui/field";
import { UploadField } from "./upload-field";
import { useJobsPlace } from "./use-jobs";

interface ParameterFieldProps {
	parameter: Parameter;
	/** What the server says is wrong with it. */
	mistake: string | null;
	onTyped: () => void;
}

/** What every kind of field is given. */
export interface FieldProps {
	id: string;
	name: string;
	required: boolean;
	"aria-invalid": true | undefined;
	"aria-describedby": string | undefined;
	className: string;
	onChange: () => void;
}

/** The field of one parameter, with what it takes said below, and what was wrong with it. */
export function ParameterField({ parameter, mistake, onTyped }: ParameterFieldProps) {
	const { words, language } = useJobsPlace();
	const id = useId();
	const { name, title, description, type } = parameter;
	const isRequired = parameter.default === undefined && type !== "flag" && type !== "metrics";
	const hint = useHint(parameter);
	const described = [mistake && `${id}wrong`, hint && `${id}hint`].filter(Boolean).join(" ");
	const field: FieldProps = {
		...{ id, name, required: isRequired, className: fieldLook, onChange: onTyped },
		"aria-invalid": mistake === null ? undefined : true,
		"aria-describedby": described || undefined,
	};
	const label = readLocalised(title, language);
	return (
		<div className="min-w-0">
			{type === "flag" ? (
				<label htmlFor={id} className="flex min-h-[44px] cursor-pointer items-center gap-2 sm:mt-5">
					<input
						{...field}
						type="checkbox"
						className="size-4 accent-(--accent)"
						defaultChecked={parameter.default === true}
					/>
					{label}
				</label>
			) : (
				<>
					<label htmlFor={id} className="mb-1.5 block text-muted text-xs">
						{label}
						{!isRequired && ` (${words.start.optional})`}
					</label>
					<Input parameter={parameter} field={field} />
				</>
			)}
			{mistake !== null && (
				<p id={`${id}wrong`} className="mt-1 text-offline text-xs">
					<span aria-hidden="true">▲ </span>
					{mistake}
				</p>
			)}
			{hint !== "" && (
				<p id={`${id}hint`} className="mt-1 break-words text-muted text-xs">
					{description !== undefined && `${readLocalised(description, language)} `}
					{hint}
				</p>
			)}
			{hint === "" && description !== undefined && (
				<p className="mt-1 text-muted text-xs">{readLocalised(description, language)}</p>
			)}
		</div>
	);
}

/** What it takes, where the field itself does not show it. */
function useHint(parameter: Parameter): string {
	const { words, language, timeZone } = useJobsPlace();
	if (parameter.type === "number") {
		const [min, max] = [parameter.min, parameter.max].map((one) => spokenNumber(one, language, 6)) as [
			string,
			string,
		];
		return parameter.isWhole ? words.start.wholeRange(min, max) : words.start.range(min, max);
	}
	if (parameter.type === "directory") return words.start.within(parameter.within.join(", "));
	if (parameter.type === "time") return words.start.zone(timeZone);
	if (parameter.type === "metrics") return words.start.metrics;
	return parameter.type === "upload" ? words.start.upload : "";
}

function Input({ parameter, field }: { parameter: Parameter; field: FieldProps }) {
	const { words, language } = useJobsPlace();
	const given = String(parameter.default ?? "");
	switch (parameter.type) {
		case "text":
			return (
				<input
					{...field}
					type="text"
					autoComplete="off"
					maxLength={parameter.maxLength}
					pattern={parameter.pattern}
					defaultValue={given}
				/>
			);
		case "number":
			return (
				<input
					{...field}
					type="number"
					inputMode="decimal"
					min={parameter.min}
					max={parameter.max}
					step={parameter.isWhole ? 1 : "any"}
					defaultValue={given}
				/>
			);
		case "choice":
			return (
				<select {...field} defaultValue={given}>
					{parameter.default === undefined && <option value="">{words.start.choose}</option>}
					{parameter.options.map(({ value, title }) => (
						<option key={value} value={value}>
							{readLocalised(title, language)}
						</option>
					))}
				</select>
			);
		case "directory":
			return (
				<>
					<input
						{...field}
						type="text"
						autoComplete="off"
						spellCheck={false}
						list={`${field.id}list`}
						defaultValue={given}
					/>
					<datalist id={`${field.id}list`}>
						{parameter.within.map((directory) => (
							<option key={directory} value={directory} />
						))}
					</datalist>
				</>
			);
		case "time":
			return <TimeInput field={field} given={parameter.default} />;
		case "metrics":
			return <input {...field} type="text" autoComplete="off" spellCheck={false} placeholder="cpu, memory" />;
		case "upload":
			return <UploadField field={field} />;
		case "flag":
			return null;
	}
}

/** A moment in the server's time. One that moves, like now, is shown as of when the page was loaded, and is none of ours. */
function TimeInput({ field, given }: { field: FieldProps; given: Parameter["default"] }) {
	const { store, timeZone } = useJobsPlace();
	const input = useRef<HTMLInputElement>(null);
	useEffect(() => {
		const time = momentOf(given, store.now);
		if (!input.current || time === null || input.current.value !== "") return;
		const { year, month, day, hour, minute } = wallTime(time, timeZone);
		const two = (number: number) => String(number).padStart(2, "0");
		input.current.value = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
		input.current.dataset.given = input.current.value;
	}, [store, given, timeZone]);
	return <input {...field} ref={input} type="datetime-local" />;
}

const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function momentOf(given: Parameter["default"], now: number): number | null {
	if (typeof given === "number") return given;
	if (given === "now") return now;
	const [, count, unit = ""] = /^-(\d{1,5})([smhd])$/.exec(String(given)) ?? [];
	return count === undefined ? null : now - Number(count) * (unitMs[unit] ?? 0);
}
