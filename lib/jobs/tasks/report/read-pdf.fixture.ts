import { inflateSync } from "node:zlib";

/** What a reader finds on a page. */
export interface ReadPage {
	/** Each text that was set at once, in the order of drawing. */
	texts: string[];
	/** How many lines and areas were drawn. */
	paths: number;
}

type Objects = Map<number, { head: string; stream: string }>;

/** Reads the pages of a PDF as PDFKit writes it: the glyphs of each text by the map that says what they mean. */
export function readPdf(bytes: Uint8Array): { pages: ReadPage[]; source: string } {
	const source = Buffer.from(bytes).toString("latin1");
	const objects: Objects = new Map();
	for (const [, number, body = ""] of source.matchAll(/^(\d+) 0 obj\n(.*?)\nendobj/gms)) {
		const [head = "", raw] = body.split(/\nstream\n/s, 2);
		const packed = raw === undefined ? "" : body.slice(head.length + 8, body.lastIndexOf("\nendstream"));
		const stream = head.includes("FlateDecode")
			? inflateSync(Buffer.from(packed, "latin1")).toString("latin1")
			: packed;
		objects.set(Number(number), { head, stream });
	}
	const heads = [...objects.values()].map(({ head }) => head);
	const pages = heads.filter((head) => /\/Type \/Page\n/.test(head));
	return { pages: pages.map((head) => readPage(head, objects)), source };
}

const refTo = (head: string, key: string) => Number(new RegExp(`/${key} (\\d+) 0 R`).exec(head)?.[1]);

function readPage(page: string, objects: Objects): ReadPage {
	const content = objects.get(refTo(page, "Contents"))?.stream ?? "";
	const resources = objects.get(refTo(page, "Resources"))?.head ?? "";
	const fonts = new Map<string, string[]>();
	for (const [, name = "", ref] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
		const font = objects.get(Number(ref))?.head ?? "";
		fonts.set(name, readMap(objects.get(refTo(font, "ToUnicode"))?.stream ?? ""));
	}
	let map: string[] = [];
	const texts: string[] = [];
	for (const [, font, shown = ""] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/g)) {
		if (font !== undefined) {
			map = fonts.get(font) ?? [];
			continue;
		}
		const glyphs = [...shown.matchAll(/<([0-9a-f]*)>/gi)].flatMap(([, hex = ""]) => hex.match(/.{4}/g) ?? []);
		texts.push(glyphs.map((glyph) => map[Number.parseInt(glyph, 16)] ?? "?").join(""));
	}
	return { texts, paths: content.match(/^[Sf]$/gm)?.length ?? 0 };
}

/** What each glyph means. */
function readMap(cmap: string): string[] {
	const map: string[] = [];
	for (const [, first = "0", list = ""] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[(.*?)\]/gis)) {
		for (const [index, [, hex = ""]] of [...list.matchAll(/<([0-9a-f ]*)>/gi)].entries()) {
			const units = hex.match(/[0-9a-f]{4}/gi) ?? [];
			map[Number.parseInt(first, 16) + index] = String.fromCharCode(
				...units.map((unit) => Number.parseInt(unit, 16)),
			);
		}
	}
	return map;
}
