import { createRequire } from "node:module";
import PDFDocument from "pdfkit";
import type { Language } from "@/lib/language";

type Document = PDFKit.PDFDocument;

/** A4 in points of 1/72 inch, and what of it is written on. */
export const sheet = { width: 595.28, height: 841.89, left: 48, right: 547.28, top: 48, bottom: 790 };

/** Darker than on a screen: it is printed. */
export const ink = {
	text: "#1a1d21",
	soft: "#5b6470",
	line: "#c9ced6",
	accent: "#0b6e4f",
	gap: "#eef0f3",
} as const;

/** How a text is set. */
export interface TextStyle {
	size: number;
	bold?: boolean;
	color?: string;
}

interface Placement extends TextStyle {
	x: number;
	y: number;
	/** Cut with `…` where it is longer. */
	width?: number;
	align?: "left" | "right" | "center";
}

/** What readers and archives are told of the document. */
export interface Imprint {
	title: string;
	author: string;
	creator: string;
	language: Language;
	madeAt: number;
}

const require = createRequire(import.meta.url);
const fontFile = (name: string) => require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

/** A process may have a name of several lines, or one that rings a bell. */
const plain = (text: string) => text.replace(/\p{Cc}/gu, " ");

/** Pages of text and lines, marked up for those who hear them read: the one place that draws with PDFKit. */
export class Paper {
	readonly document: Document;
	#parents: PDFKit.PDFStructureElement[] = [];

	constructor({ title, author, creator, language, madeAt }: Imprint) {
		this.document = new PDFDocument({
			autoFirstPage: false,
			size: "A4",
			margin: 0,
			pdfVersion: "1.7",
			lang: language,
			tagged: true,
			displayTitle: true,
			info: { Title: title, Author: author, Creator: creator, CreationDate: new Date(madeAt) },
		});
		// These have ș and ț with a comma, which the fonts of every reader have not.
		this.document.registerFont("regular", fontFile("DejaVuSansCondensed"));
		this.document.registerFont("bold", fontFile("DejaVuSansCondensed-Bold"));
	}

	width(text: string, { size, bold }: TextStyle): number {
		return this.document
			.font(bold ? "bold" : "regular")
			.fontSize(size)
			.widthOfString(text);
	}

	/** The lines of a text, each as many words as fit. */
	wrap(text: string, width: number, style: TextStyle): string[] {
		const lines: string[] = [];
		let line = "";
		for (const word of plain(text).split(" ")) {
			const longer = line === "" ? word : `${line} ${word}`;
			if (line !== "" && this.width(longer, style) > width) {
				lines.push(line);
				line = word;
			} else line = longer;
		}
		return [...lines, line];
	}

	/** Sets one line of text, its top at `y`. */
	text(text: string, { x, y, width, align = "left", color = ink.text, ...style }: Placement): void {
		const line = plain(text);
		const fitting = width === undefined ? line : this.#fit(line, width, style);
		const free = (width ?? 0) - (align === "left" ? 0 : this.width(fitting, style));
		const start = align === "left" ? x : x + (align === "right" ? free : free / 2);
		this.document
			.font(style.bold ? "bold" : "regular")
			.fontSize(style.size)
			.fillColor(color, 1)
			.text(fitting, start, y, { lineBreak: false });
	}

	/** Everything in it is one part of the document's structure (ISO 32000-1, 14.8.4). */
	part(type: string, draw: () => void, alt?: string): void {
		const element = this.document.struct(type, alt === undefined ? {} : { alt });
		const parent = this.#parents.at(-1);
		if (parent) parent.add(element);
		else this.document.addStructure(element);
		this.#parents.push(element);
		draw();
		this.#parents.pop();
		element.end();
	}

	/** The same for what is read as it stands: text, or a picture with its description. */
	leaf(type: string, draw: () => void, alt?: string): void {
		this.part(
			type,
			() => {
				const content = this.document.markStructureContent(type);
				draw();
				this.document.endMarkedContent();
				this.#parents.at(-1)?.add(content);
			},
			alt,
		);
	}

	/** What is no part of what is said: lines, page numbers. */
	ornament(draw: () => void): void {
		this.document.markContent("Artifact");
		draw();
		this.document.endMarkedContent();
	}

	#fit(text: string, width: number, style: TextStyle): string {
		const whole = this.width(text, style);
		if (whole <= width) return text;
		// No letter is three times as wide as the mean.
		let length = Math.min(text.length - 1, Math.ceil((3 * text.length * width) / whole));
		while (length > 1 && this.width(`${text.slice(0, length)}…`, style) > width) length--;
		return `${text.slice(0, length)}…`;
	}
}
