import { messages } from "@/lib/messages";

/** The name of the product with its sign. */
export function ProductMark() {
	return (
		<span className="inline-flex items-center gap-2 font-semibold text-base">
			<svg width="18" height="18" viewBox="0 0 16 16" aria-hidden="true" fill="none">
				<path d="M8 3a5 5 0 1 0 5 5" className="stroke-accent" strokeWidth="2.5" />
			</svg>
			{messages.product}
		</span>
	);
}
