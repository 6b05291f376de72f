import {
	type Document,
	isAlias,
	isMap,
	isNode,
	isPair,
	isScalar,
	LineCounter,
	parseDocument,
	visit,
} from "yaml";

/** Where in a document something is: names of keys, and numbers in lists. */
export type Path = readonly PropertyKey[];

/** A mistake with the line that it is on, from 1 on. */
export interface LineMistake {
	line: number;
	text: string;
}

/** What a text of YAML holds, with the lines on which it stands. */
export interface YamlLines {
	data: unknown;
	/** Those after which the rest of it cannot be judged, or those of keys that are there twice. */
	mistakes: LineMistake[];
	/** The line of a value; where there is none, of what it should be in. */
	lineOf(path: Path): number;
	/** The line of a key. */
	lineOfKey(path: Path, key: string): number;
}

/** Reads one document of YAML 1.2: plain data alone, in which nothing refers to anything else and no key is twice. */
export function readYaml(text: string): YamlLines {
	const counter = new LineCounter();
	let document: Document.Parsed;
	try {
		document = parseDocument(text, {
			lineCounter: counter,
			prettyErrors: false,
			schema: "core",
			strict: true,
		});
	} catch (error) {
		// The parser calls itself for each level.
		if (!(error instanceof RangeError)) throw error;
		const mistakes = [{ line: 1, text: "expected fewer levels" }];
		return { data: null, mistakes, lineOf: () => 1, lineOfKey: () => 1 };
	}
	const lineAt = (offset: number) => Math.max(1, counter.linePos(offset).line);
	const mistakes = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
		line: lineAt(pos[0]),
		text: code === "DUPLICATE_KEY" ? "expected each key once, got it again" : `not YAML: ${message}`,
	}));
	let isWhole = document.errors.every(({ code }) => code === "DUPLICATE_KEY");
	// A few of them make gigabytes out of a line.
	visit(document, {
		Alias: (_, { source, range }) => {
			isWhole = false;
			mistakes.push({ line: lineAt(range?.[0] ?? 0), text: `expected no references, got *${source}` });
		},
	});
	const find = (path: Path) => document.getIn(path, true);
	const lineOfKey = (path: Path, key: string) => {
		const parent = path.length === 0 ? document.contents : find(path);
		if (!isMap(parent)) return lineOf(path);
		const pair = parent.items.find(
			(item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key,
		);
		return isScalar(pair?.key) && pair.key.range ? lineAt(pair.key.range[0]) : lineOf(path);
	};
	const lineOf = (path: Path): number => {
		const node = path.length === 0 ? document.contents : find(path);
		if (isNode(node) && !isAlias(node) && node.range) return lineAt(node.range[0]);
		return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
	};
	return { data: isWhole ? document.toJS({ maxAliasCount: 0 }) : null, mistakes, lineOf, lineOfKey };
}
