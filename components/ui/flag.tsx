/** What is wrong with one thing, in words and by a shape before its colour. */
export function Flag({ level, children }: { level: "warning" | "bad"; children: React.ReactNode }) {
	return (
		<strong className={`block font-semibold ${level === "bad" ? "text-offline" : "text-delayed"}`}>
			<span aria-hidden="true">▲ </span>
			{children}
		</strong>
	);
}
