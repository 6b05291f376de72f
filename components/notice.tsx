/** A page that has one thing to say. */
export function Notice({
	title,
	text,
	children,
}: {
	title: string;
	text: string;
	children: React.ReactNode;
}) {
	return (
		<main className="mx-auto max-w-xl p-8">
			<h1 className="font-semibold text-xl">{title}</h1>
			<p className="mt-2 mb-4 text-muted">{text}</p>
			{children}
		</main>
	);
}
