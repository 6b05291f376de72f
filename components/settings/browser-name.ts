import { settingsMessages } from "@/lib/settings-messages";

// Each also names those it descends from, so the first that fits is the one.
const browsers: [RegExp, string][] = [
	[/\bEdg(?:e|A|iOS)?\//, "Edge"],
	[/\b(?:OPR|OPiOS|Opera)\//, "Opera"],
	[/\bSamsungBrowser\//, "Samsung Internet"],
	[/\b(?:Firefox|FxiOS)\//, "Firefox"],
	[/\b(?:Chrome|CriOS|HeadlessChrome)\//, "Chrome"],
	[/\bVersion\/\S+ .*\bSafari\//, "Safari"],
];
const systems: [RegExp, string][] = [
	[/\b(?:iPhone|iPod)\b/, "iPhone"],
	[/\biPad\b/, "iPad"],
	[/\bAndroid\b/, "Android"],
	[/\bWindows\b/, "Windows"],
	[/\bMac(?:intosh| OS X)\b/, "macOS"],
	[/\bCrOS\b/, "ChromeOS"],
	[/\bLinux\b/, "Linux"],
];

/** A browser in a few words, as far as it told the truth of itself: `Firefox on Linux`. */
export function browserName(agent: string | null): string {
	const words = settingsMessages.sessions;
	const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(agent ?? ""))?.[1];
	const [browser, system] = [find(browsers), find(systems)];
	if (browser && system) return words.browser(browser, system);
	// A program, most likely: `curl/8.5.0`.
	const program = /^[A-Za-z][\w.-]{1,30}/.exec(agent ?? "")?.[0];
	return browser ?? (program && program !== "Mozilla" ? program : words.unknownBrowser);
}
