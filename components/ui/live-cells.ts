import { missingReason } from "../missing-reason";
import { setText } from "../set-text";
import type { TableColumn } from "./table";

type NumberField<Row> = { [F in keyof Row]: Row[F] extends number | null ? F : never }[keyof Row] & string;

/** A column of numbers of a live table. Give the same functions at each render. */
export interface LiveColumn<Row> extends TableColumn {
	field: NumberField<Row>;
	text(value: number | null): string;
	/** How many characters it may take: it is filled up to them, so that nothing moves when it grows. */
	width: number;
}

/** What a cell says, and why where it says that nothing is known. */
export interface CellText {
	text: string;
	reason: string;
}

/** The cells of the rows that are shown, in their order. */
export function readCells<Row extends { name: string }>(
	shown: readonly string[],
	columns: readonly LiveColumn<Row>[],
	rows: readonly Row[],
	pathOf: (index: number) => string,
	missing?: Record<string, string>,
): CellText[][] {
	const places = new Map(rows.map(({ name }, index) => [name, index]));
	return shown.map((name) => {
		const index = places.get(name) ?? -1;
		const row = rows[index];
		return columns.map(({ text, field, width }) => {
			const value = row ? (row[field] as number | null) : null;
			const reason = missingReason({ missing }, `${pathOf(index)}.${field}`, value) ?? "";
			return { text: text(value).padStart(width, "\u00a0"), reason };
		});
	});
}

/** Writes into the cells of a table's body what has changed since `known`: a node that is left alone costs nothing. */
export function writeCells(body: HTMLTableSectionElement, known: CellText[][], cells: CellText[][]): void {
	for (const [at, row] of cells.entries()) {
		for (const [column, { text, reason }] of row.entries()) {
			const was = known[at]?.[column];
			if (was?.text === text && was.reason === reason) continue;
			// The first cell of a row is its name.
			const box = body.rows[at]?.cells[column + 1]?.firstElementChild as HTMLElement | null | undefined;
			setText(box?.children[0], text);
			if (was?.reason === reason || !box) continue;
			box.title = reason;
			setText(box.children[1], reason);
		}
	}
}
