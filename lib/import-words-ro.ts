import type { ImportWords } from "./import-words";
import { spokenMoment, spokenNumber } from "./jobs-format";
import { countRomanian as count } from "./plural";

const number = (value: number) => spokenNumber(value, "ro");
const readings = (value: number) => count(value, "valoare", "valori");
const moment = (time: number) => `${spokenMoment(time, { language: "ro", timeZone: "UTC", now: 0 })} UTC`;
const at = (line: number) => `Linia ${line}:`;
const quoted = (text: string) => `„${text}”`;

/** What is said of an import, in Romanian. */
export const romanianImportWords: ImportWords = {
	badHeader: ({ got }) =>
		`${at(1)} se așteaptă time și nume precum stock.price, sau time, metric și value; s-a primit ${quoted(got)}.`,
	badCsv: ({ line, reason }) => `${at(line)} se așteaptă CSV, s-a primit altceva (${reason}).`,
	badCells: ({ line, expected, got }) =>
		`${at(line)} se așteaptă ${count(expected, "celulă", "celule")}, s-au primit ${number(got)}. O virgulă zecimală ar face una în plus: scrieți un punct.`,
	badSeries: ({ line, name }) =>
		`${at(line)} se așteaptă numele unei serii precum stock.price, s-a primit ${quoted(name)}.`,
	reservedSeries: ({ line, name }) =>
		`${at(line)} ${quoted(name)} este un nume pentru ce se măsoară aici; se așteaptă unul al dumneavoastră.`,
	twiceSeries: ({ line, name }) =>
		`${at(line)} fiecare serie se așteaptă o singură dată, ${quoted(name)} apare din nou.`,
	badTime: ({ line, got }) =>
		`${at(line)} se așteaptă un moment precum 2026-11-20T03:00:00Z, ori milisecunde sau secunde Unix; s-a primit ${quoted(got)}.`,
	noZone: ({ line, got }) =>
		`${at(line)} se așteaptă un moment cu fusul său orar, precum 2026-11-20T03:00:00Z sau cu +01:00 la capăt; s-a primit ${quoted(got)}.`,
	futureTime: ({ line, got }) =>
		`${at(line)} se așteaptă un moment care a trecut, s-a primit ${quoted(got)}.`,
	badNumber: ({ line, got }) => `${at(line)} se așteaptă un număr, s-a primit ${quoted(got)}.`,
	decimalComma: ({ line, got }) =>
		`${at(line)} se așteaptă punct zecimal, s-a primit o virgulă: ${quoted(got)}.`,
	importRefused: (words) =>
		`Nu s-a importat nimic: fișierul are ${count(words.count, "greșeală", "greșeli")}.`,
	importRefusedEarly: (words) =>
		`Nu s-a importat nimic: fișierul are cel puțin ${count(words.count, "greșeală", "greșeli")}.`,
	noReadings: () => "Nu s-a importat nimic: în fișier nu există nicio valoare.",
	tooManySeries: ({ most }) =>
		`Nu s-a importat nimic: se așteaptă cel mult ${count(most, "serie", "serii")}.`,
	uploadGone: () => "Fișierul nu mai există: se păstrează o zi și până la importare.",
	importChecking: ({ lines }) => `Se verifică: ${count(lines, "linie", "linii")}`,
	importing: ({ kept, total }) => `Valori importate: ${number(kept)} din ${number(total)}`,
	importLeftOut: ({ count: left, reason }) =>
		`${count(left, "valoare a fost omisă", "valori au fost omise")}: ${reason}.`,
	importStopped: ({ kept, total }) =>
		`S-a încheiat înainte de vreme: ${number(kept)} din ${readings(total)} au fost importate și rămân.`,
	imported: ({ readings: read, series, from, to }) =>
		`${readings(read)} din ${count(series, "serie", "serii")}, de la ${moment(from)} până la ${moment(to)}.`,
};
