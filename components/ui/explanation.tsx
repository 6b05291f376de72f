/** What the numbers of a panel mean and when they are a reason to worry: quiet, and always in its place. */
export function Explanation({ text }: { text: string }) {
	return <p className="mt-auto max-w-[96ch] pt-3 text-muted text-xs leading-4">{text}</p>;
}
