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
