/** A list of named things with their readings, beside each other where there is room. */
export function Items({ children }: { children: React.ReactNode }) {
	return (
		<ul className="grid grid-cols-[repeat(auto-fill,minmax(min(17rem,100%),1fr))] gap-x-6 gap-y-2">
			{children}
		</ul>
	);
}

interface ItemProps {
	name: React.ReactNode;
	/** Beside the name. */
	numbers: React.ReactNode;
	/** Below both. */
	children?: React.ReactNode;
}

/** One of them. */
export function Item({ name, numbers, children }: ItemProps) {
	return (
		<li className="min-w-0 space-y-1 text-xs">
			<div className="flex items-baseline justify-between gap-3">
				<span className="min-w-0 break-words">{name}</span>
				<span className="flex-none whitespace-nowrap">{numbers}</span>
			</div>
			{children}
		</li>
	);
}
