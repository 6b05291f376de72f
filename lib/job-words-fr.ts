import { frenchImportWords } from "./import-words-fr";
import type { JobWords } from "./job-words";
import { spokenBytes, spokenDuration, spokenMoment } from "./jobs-format";
import { readLocalised } from "./language";
import { countFrench as count } from "./plural";

// Of a million on, French counts as of a million of something. Before a colon and the like stands a space at which no
// line is broken.
const bytes = (number: number) => spokenBytes(number, "fr");

/** What Hostbeat says of a job, in French: a job is `la tâche`. */
export const frenchJobWords: JobWords = {
	...frenchImportWords,
	linesLeftOut: (words) => count(words.count, "ligne omise", "lignes omises"),
	lineCut: (words) => `Le reste de cette ligne, ${bytes(words.bytes)}, est omis`,
	exited: ({ code }) => `Elle s’est terminée avec le code de sortie ${code}.`,
	killedBy: ({ signal }) => `Elle a été arrêtée par ${signal}.`,
	timedOut: ({ afterMs }) => `Elle n’était pas terminée au bout de ${spokenDuration(afterMs, "fr")}.`,
	notStarted: ({ reason }) => `Elle n’a pas pu démarrer\u00a0: ${reason}`,
	cancelled: ({ by, forced = 0, left = 0 }) =>
		[
			by === "" ? "Arrêtée." : `Arrêtée par ${by}.`,
			...(forced > 0 ? [frenchJobWords.forced({ count: forced })] : []),
			...(left > 0 ? [frenchJobWords.left({ count: left })] : []),
		].join(" "),
	forced: (words) =>
		count(
			words.count,
			"processus n’a pas réagi à SIGTERM et a reçu SIGKILL.",
			"processus n’ont pas réagi à SIGTERM et ont reçu SIGKILL.",
		),
	left: (words) =>
		count(words.count, "processus n’a pas pu être arrêté.", "processus n’ont pas pu être arrêtés."),
	serverEnded: () => "Le serveur s’est arrêté entre-temps.",
	serverEndedBefore: () => "Le serveur s’est arrêté avant qu’elle ne commence.",
	hostEnded: () => "Le processus qui l’exécutait s’est arrêté.",
	failed: ({ reason }) => `Échec\u00a0: ${reason}`,
	outputFull: () => "La sortie dépasse ce qui est conservé\u00a0: à partir d’ici, seulement sa fin.",
	patternTooSlow: () => "Le motif qui lit sa progression prend trop de temps et n’est plus utilisé.",
	leftovers: (words) =>
		count(
			words.count,
			"processus laissé derrière elle est arrêté maintenant.",
			"processus laissés derrière elle sont arrêtés maintenant.",
		),
	lookingAt: ({ path, count: found }) =>
		`${count(found, "élément trouvé", "éléments trouvés")}, maintenant dans ${path}`,
	notRead: ({ path, reason }) => `Impossible de lire ${path}\u00a0: ${reason}`,
	moreNotRead: (words) => count(words.count, "autre n’a pas pu être lu.", "autres n’ont pas pu être lus."),
	mountsLeftOut: (words) =>
		count(words.count, "système de fichiers monté est omis.", "systèmes de fichiers montés sont omis."),
	usageFound: ({ files, directories, bytes: size }) =>
		`Espace occupé\u00a0: ${bytes(size)} (${count(files, "fichier", "fichiers")}, ${count(directories, "répertoire", "répertoires")}).`,
	refused: ({ reason }) => `L’historique refuse la demande\u00a0: ${reason}.`,
	exportedUntil: ({ time, lines }) => `${count(lines, "ligne", "lignes")}, jusqu’au ${moment(time)}`,
	exported: ({ lines, bytes: size }) => `${count(lines, "ligne", "lignes")}, ${bytes(size)}.`,
	exportTooLarge: ({ mostBytes }) =>
		`Le fichier dépasserait ${bytes(mostBytes)}\u00a0: demandez une période plus courte, moins de mesures ou un pas plus grand.`,
	reportReading: ({ chapter }) => `Lecture\u00a0: ${readLocalised(chapter, "fr")}`,
	reportPage: ({ page, pages, chapters }) =>
		`Page ${page} sur ${pages}\u00a0: ${chapters.map((chapter) => readLocalised(chapter, "fr")).join(", ")}`,
};

const moment = (time: number) => `${spokenMoment(time, { language: "fr", timeZone: "UTC", now: 0 })} UTC`;
