import type { ImportWords } from "./import-words";
import { spokenMoment, spokenNumber } from "./jobs-format";
import { countFrench as count } from "./plural";

const number = (value: number) => spokenNumber(value, "fr");
const readings = (value: number) => count(value, "valeur", "valeurs");
const moment = (time: number) => `${spokenMoment(time, { language: "fr", timeZone: "UTC", now: 0 })} UTC`;
// Before a colon and within quotation marks stands a space at which no line is broken.
const at = (line: number) => `Ligne ${line}\u00a0:`;
const quoted = (text: string) => `«\u00a0${text}\u00a0»`;

/** What is said of an import, in French. */
export const frenchImportWords: ImportWords = {
	badHeader: ({ got }) =>
		`${at(1)} attendu time et des noms comme stock.price, ou time, metric et value\u00a0; reçu ${quoted(got)}.`,
	badCsv: ({ line, reason }) => `${at(line)} attendu du CSV, reçu autre chose (${reason}).`,
	badCells: ({ line, expected, got }) =>
		`${at(line)} ${count(expected, "cellule attendue", "cellules attendues")}, ${number(got)} reçues. Une virgule décimale en ferait une de plus\u00a0: écrivez un point.`,
	badSeries: ({ line, name }) =>
		`${at(line)} attendu le nom d’une série comme stock.price, reçu ${quoted(name)}.`,
	reservedSeries: ({ line, name }) =>
		`${at(line)} ${quoted(name)} est un nom de ce qui est mesuré ici\u00a0; attendu un nom à vous.`,
	twiceSeries: ({ line, name }) =>
		`${at(line)} chaque série est attendue une seule fois, ${quoted(name)} revient.`,
	badTime: ({ line, got }) =>
		`${at(line)} attendu une date comme 2026-11-20T03:00:00Z, ou des millisecondes ou secondes Unix\u00a0; reçu ${quoted(got)}.`,
	noZone: ({ line, got }) =>
		`${at(line)} attendu une date avec son fuseau, comme 2026-11-20T03:00:00Z ou +01:00 à la fin\u00a0; reçu ${quoted(got)}.`,
	futureTime: ({ line, got }) => `${at(line)} attendu une date passée, reçu ${quoted(got)}.`,
	badNumber: ({ line, got }) => `${at(line)} attendu un nombre, reçu ${quoted(got)}.`,
	decimalComma: ({ line, got }) =>
		`${at(line)} attendu un point décimal, reçu une virgule\u00a0: ${quoted(got)}.`,
	importRefused: (words) =>
		`Rien n’a été importé\u00a0: le fichier contient ${count(words.count, "erreur", "erreurs")}.`,
	importRefusedEarly: (words) =>
		`Rien n’a été importé\u00a0: le fichier contient au moins ${count(words.count, "erreur", "erreurs")}.`,
	noReadings: () => "Rien n’a été importé\u00a0: le fichier ne contient aucune valeur.",
	tooManySeries: ({ most }) =>
		`Rien n’a été importé\u00a0: au plus ${count(most, "série est attendue", "séries sont attendues")}.`,
	uploadGone: () => "Le fichier n’est plus là\u00a0: il est conservé un jour, et jusqu’à son importation.",
	importChecking: ({ lines }) => `Vérification\u00a0: ${count(lines, "ligne", "lignes")}`,
	importing: ({ kept, total }) => `Valeurs importées\u00a0: ${number(kept)} sur ${number(total)}`,
	importLeftOut: ({ count: left, reason }) =>
		`${count(left, "valeur a été omise", "valeurs ont été omises")}\u00a0: ${reason}.`,
	importStopped: ({ kept, total }) =>
		`Fin prématurée\u00a0: ${number(kept)} sur ${readings(total)} ont été importées, et restent.`,
	imported: ({ readings: read, series, from, to }) =>
		`${readings(read)} de ${count(series, "série", "séries")}, du ${moment(from)} au ${moment(to)}.`,
};
