import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import type { Language, Localised } from "@/lib/language";
import { type Page, paginate } from "./block";
import { compose } from "./compose";
import { ink, Paper, sheet } from "./paper";
import type { Report } from "./report-model";
import { Voice } from "./voice";
import { reportWords } from "./words";

interface Writing {
	file: string;
	language: Language;
	signal: AbortSignal;
	/** Is told of each page before it is drawn. */
	onPage: (number: number, pages: number, chapters: Localised[]) => void;
}

/** Draws a report into a file, page by page; resolves with how many those are. Rejects where the signal aborts in between. */
export async function writeReport(report: Report, writing: Writing): Promise<number> {
	const { language, file, signal, onPage } = writing;
	const voice = new Voice(reportWords[language], report.about.timezone);
	const range = voice.stretch(report.asked.from, report.asked.to);
	const paper = new Paper({
		title: voice.words.titleOf(report.about.host, range),
		author: report.about.host,
		creator: `Hostbeat ${report.about.version}`,
		...{ language, madeAt: report.madeAt },
	});
	const pages = paginate(compose(report, paper, voice), sheet);
	const written = pipeline(paper.document, createWriteStream(file, { mode: 0o600 }), { signal });
	// It is heard of below, and is no surprise before that.
	written.catch(() => {});
	try {
		for (const [index, page] of pages.entries()) {
			signal.throwIfAborted();
			onPage(index + 1, pages.length, page.chapters);
			drawPage(paper, page);
			drawFoot(paper, `${report.about.host} · ${range}`, voice.words.page(index + 1, pages.length));
			// So that what was drawn is written, and a cancel is heard.
			await setImmediate();
		}
		paper.document.end();
		await written;
	} catch (error) {
		// Half a report cannot be read.
		paper.document.destroy();
		await rm(file, { force: true });
		throw error;
	}
	return pages.length;
}

function drawPage(paper: Paper, { blocks }: Page): void {
	paper.document.addPage({ size: "A4", margin: 0 });
	paper.part("Sect", () => {
		for (const { block, y } of blocks) block.draw(paper, y);
	});
}

function drawFoot(paper: Paper, left: string, right: string): void {
	const y = sheet.bottom + 14;
	paper.ornament(() => {
		paper.text(left, { x: sheet.left, y, size: 7, color: ink.soft, width: 400 });
		paper.text(right, {
			x: sheet.left,
			y,
			size: 7,
			color: ink.soft,
			width: sheet.right - sheet.left,
			align: "right",
		});
	});
}
