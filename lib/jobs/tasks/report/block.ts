import type { Localised } from "@/lib/language";
import type { Paper } from "./paper";

/** Something that stands on a page, one below the other. */
export interface Block {
	height: number;
	/** Draws it with its top at `y`. */
	draw: (paper: Paper, y: number) => void;
	/** It is not the last on a page: a heading. */
	isBound?: boolean;
	/** It begins a chapter: what that is called. */
	chapter?: Localised;
	/** Nothing is drawn: it parts two others, and no page begins with it. */
	isSpace?: boolean;
	/** It begins a page. */
	isFirst?: boolean;
}

/** What stands on one page, each with its place. */
export interface Page {
	/** The chapters that begin on it, or else the one that goes on. */
	chapters: Localised[];
	blocks: { block: Block; y: number }[];
}

/** Puts blocks on pages, in their order: none is cut, and what is bound to the next goes with it. */
export function paginate(blocks: readonly Block[], { top, bottom }: { top: number; bottom: number }): Page[] {
	const pages: Page[] = [];
	let chapter: Localised = "";
	let y = bottom;
	for (let start = 0; start < blocks.length; ) {
		let end = start + 1;
		while (blocks[end - 1]?.isBound && end < blocks.length) end++;
		const group = blocks.slice(start, end);
		const height = group.reduce((sum, block) => sum + block.height, 0);
		if (group[0]?.isSpace) {
			y += height;
			start = end;
			continue;
		}
		if (pages.length === 0 || group[0]?.isFirst || y + height > bottom) {
			pages.push({ chapters: [], blocks: [] });
			y = top;
		}
		const page = pages.at(-1) as Page;
		for (const block of group) {
			if (block.chapter !== undefined) page.chapters.push(block.chapter);
			chapter = block.chapter ?? chapter;
			page.blocks.push({ block, y });
			y += block.height;
		}
		if (page.chapters.length === 0) page.chapters.push(chapter);
		start = end;
	}
	return pages;
}
