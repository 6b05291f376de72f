interface TableProps {
	caption: string;
	columns: readonly { label: string; numeric?: boolean; hiddenOnPhone?: boolean }[];
	rows: readonly { key: string; cells: readonly React.ReactNode[] }[];
	/** Said instead of an empty table. */
	empty: string;
}

/** A table of readings; its first column names the row. */
export function Table({ caption, columns, rows, empty }: TableProps) {
	if (rows.length === 0) return <p className="text-muted">{empty}</p>;
	const look = (index: number) => {
		const { numeric, hiddenOnPhone } = columns[index] ?? {};
		return `py-1 pr-3 last:pr-0 ${numeric ? "text-right whitespace-nowrap" : "text-left"} ${hiddenOnPhone ? "max-sm:hidden" : ""}`;
	};
	return (
		<table className="w-full table-fixed border-collapse text-xs">
			<caption className="sr-only">{caption}</caption>
			<thead>
				<tr className="text-muted">
					{columns.map(({ label }, index) => (
						<th key={label} scope="col" className={`${look(index)} font-normal`}>
							{label}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{rows.map(({ key, cells }) => (
					<tr key={key} className="border-line border-t">
						{cells.map((cell, index) => {
							const name = columns[index]?.label ?? "";
							return index === 0 ? (
								<th key={name} scope="row" className={`${look(index)} break-all font-normal`}>
									{cell}
								</th>
							) : (
								<td key={name} className={look(index)}>
									{cell}
								</td>
							);
						})}
					</tr>
				))}
			</tbody>
		</table>
	);
}

interface CellProps {
	text: string;
	/** Why the value is not known. */
	reason?: string;
	/** How many characters a number may take: it is filled up to them, so that nothing moves when it grows. */
	width?: number;
}

/** A value that may be missing: its reason is under the pointer and read aloud. */
export function Cell({ text, reason, width = 0 }: CellProps) {
	return (
		<span title={reason} className={width > 0 ? "font-mono" : undefined}>
			{text.padStart(width, "\u00a0")}
			{reason && <span className="sr-only"> {reason}</span>}
		</span>
	);
}
