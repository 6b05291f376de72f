/** What the numbers of a panel mean and when they are a reason to worry: quiet, and always in its place. */
export function Explanation({ text }: { text: string }) {
	return <p className="mt-3 max-w-[80ch] text-muted text-xs leading-4">{text}</p>;
}
