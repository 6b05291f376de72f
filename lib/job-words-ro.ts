import { romanianImportWords } from "./import-words-ro";
import type { JobWords } from "./job-words";
import { spokenBytes, spokenDuration, spokenMoment } from "./jobs-format";
import { readLocalised } from "./language";
import { countRomanian as count } from "./plural";

// Of twenty on, Romanian counts as of twenty of something.
const bytes = (number: number) => spokenBytes(number, "ro");

/** What Hostbeat says of a job, in Romanian: a job is `lucrarea`. */
export const romanianJobWords: JobWords = {
	...romanianImportWords,
	linesLeftOut: (words) => count(words.count, "linie omisă", "linii omise"),
	lineCut: (words) => `Restul acestei linii, ${bytes(words.bytes)}, este omis`,
	exited: ({ code }) => `S-a încheiat cu codul de ieșire ${code}.`,
	killedBy: ({ signal }) => `A fost oprită de ${signal}.`,
	timedOut: ({ afterMs }) => `Nu s-a terminat în ${spokenDuration(afterMs, "ro")}.`,
	notStarted: ({ reason }) => `Nu a putut fi pornită: ${reason}`,
	cancelled: ({ by, forced = 0, left = 0 }) =>
		[
			by === "" ? "Oprită." : `Oprită de ${by}.`,
			...(forced > 0 ? [romanianJobWords.forced({ count: forced })] : []),
			...(left > 0 ? [romanianJobWords.left({ count: left })] : []),
		].join(" "),
	forced: (words) =>
		count(
			words.count,
			"proces nu a reacționat la SIGTERM și a primit SIGKILL.",
			"procese nu au reacționat la SIGTERM și au primit SIGKILL.",
		),
	left: (words) => count(words.count, "proces nu a putut fi oprit.", "procese nu au putut fi oprite."),
	serverEnded: () => "Între timp, serverul s-a oprit.",
	serverEndedBefore: () => "Serverul s-a oprit înainte ca ea să înceapă.",
	hostEnded: () => "Procesul care o rula s-a oprit.",
	failed: ({ reason }) => `A eșuat: ${reason}`,
	outputFull: () => "Ieșirea este mai lungă decât se păstrează: de aici înainte rămâne doar sfârșitul ei.",
	patternTooSlow: () => "Șablonul care îi citește progresul durează prea mult și nu mai este folosit.",
	leftovers: (words) =>
		count(
			words.count,
			"proces rămas în urma ei este oprit acum.",
			"procese rămase în urma ei sunt oprite acum.",
		),
	lookingAt: ({ path, count: found }) =>
		`${count(found, "element găsit", "elemente găsite")}, acum în ${path}`,
	notRead: ({ path, reason }) => `Nu s-a putut citi ${path}: ${reason}`,
	moreNotRead: (words) =>
		`Încă ${count(words.count, "element nu a putut fi citit.", "elemente nu au putut fi citite.")}`,
	mountsLeftOut: (words) =>
		count(words.count, "sistem de fișiere montat este omis.", "sisteme de fișiere montate sunt omise."),
	usageFound: ({ files, directories, bytes: size }) =>
		`Spațiu ocupat: ${bytes(size)} (${count(files, "fișier", "fișiere")}, ${count(directories, "director", "directoare")}).`,
	refused: ({ reason }) => `Istoricul respinge cererea: ${reason}.`,
	exportedUntil: ({ time, lines }) => `${count(lines, "linie", "linii")}, până la ${moment(time)}`,
	exported: ({ lines, bytes: size }) => `${count(lines, "linie", "linii")}, ${bytes(size)}.`,
	exportTooLarge: ({ mostBytes }) =>
		`Fișierul ar depăși ${bytes(mostBytes)}: cereți un interval mai scurt, mai puține măsurători sau un pas mai mare.`,
	reportReading: ({ chapter }) => `Se citește: ${readLocalised(chapter, "ro")}`,
	reportPage: ({ page, pages, chapters }) =>
		`Pagina ${page} din ${pages}: ${chapters.map((chapter) => readLocalised(chapter, "ro")).join(", ")}`,
};

const moment = (time: number) => `${spokenMoment(time, { language: "ro", timeZone: "UTC", now: 0 })} UTC`;
