"use client";

import { useEffect, useRef, useState } from "react";
import { Field, fieldLook } from "./field";

interface PasswordFieldProps extends Omit<React.ComponentProps<"input">, "type" | "className"> {
	id: string;
	label: string;
	/** What its button does. */
	words: { show: string; hide: string };
}

/** A password to type in, which can be shown where scripts run. What is in it survives its showing and hiding. */
export function PasswordField({ label, words, ...props }: PasswordFieldProps) {
	const [isShown, show] = useState(false);
	const input = useRef<HTMLInputElement>(null);
	useEffect(() => {
		// What a form sends off as plain text, a browser offers again to whoever types next.
		const hide = () => {
			if (input.current) input.current.type = "password";
			show(false);
		};
		const form = input.current?.form;
		form?.addEventListener("submit", hide);
		return () => form?.removeEventListener("submit", hide);
	}, []);
	return (
		<Field htmlFor={props.id} label={label}>
			<div className="relative">
				<input
					ref={input}
					{...props}
					type={isShown ? "text" : "password"}
					autoCapitalize="none"
					autoCorrect="off"
					spellCheck={false}
					maxLength={1_024}
					className={`${fieldLook} pr-[48px]`}
				/>
				<button
					type="button"
					aria-label={isShown ? words.hide : words.show}
					aria-controls={props.id}
					title={isShown ? words.hide : words.show}
					onClick={() => show(!isShown)}
					className="absolute inset-y-0 right-0 flex w-[44px] cursor-pointer items-center justify-center rounded-r-lg text-muted hover:text-text noscript:hidden"
				>
					<svg
						width="18"
						height="18"
						viewBox="0 0 16 16"
						aria-hidden="true"
						fill="none"
						stroke="currentColor"
					>
						<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z" strokeLinejoin="round" />
						<circle cx="8" cy="8" r="2" />
						{isShown && <path d="M2.5 13.5l11-11" strokeLinecap="round" />}
					</svg>
				</button>
			</div>
		</Field>
	);
}
