/** A button of text. */
export function Button({ className = "", ...props }: React.ComponentProps<"button">) {
	return (
		<button
			type="button"
			className={`min-h-[44px] cursor-pointer rounded-lg border border-line bg-raised px-3 text-sm hover:border-muted aria-pressed:border-accent aria-pressed:text-accent md:min-h-8 ${className}`}
			{...props}
		/>
	);
}

/** The one button of a form that does what the form is for. */
export function MainButton({ className = "", ...props }: React.ComponentProps<"button">) {
	return (
		<button
			type="submit"
			className={`min-h-[44px] cursor-pointer rounded-lg bg-accent px-4 font-semibold text-sm text-surface hover:opacity-90 disabled:cursor-default disabled:opacity-60 md:min-h-[40px] ${className}`}
			{...props}
		/>
	);
}
