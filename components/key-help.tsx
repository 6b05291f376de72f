import { panelMessages } from "@/lib/panel-messages";

const words = panelMessages.view;

/** The keys and moves of the time range, on demand; not where there is hardly a keyboard. */
export function KeyHelp() {
	return (
		<details className="relative hidden text-sm sm:block">
			<summary className="flex min-h-8 cursor-pointer items-center text-muted">{words.keys}</summary>
			<dl className="absolute right-0 z-10 mt-1 grid w-72 grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-lg border border-line bg-raised p-3 text-xs">
				{words.keyList.map(([key, meaning]) => (
					<div key={key} className="contents">
						<dt className="font-mono">{key}</dt>
						<dd className="text-muted">{meaning}</dd>
					</div>
				))}
			</dl>
		</details>
	);
}
