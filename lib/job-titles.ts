import type { BuiltInName } from "@/lib/jobs/types";
import type { Localised } from "./language";

type Titles = { title: Localised; description?: Localised };

/** What the tasks that come with Hostbeat, and their parameters, are called. */
export const builtInTitles = {
	"disk-usage": {
		title: { en: "Disk usage", fr: "Utilisation du disque", ro: "Utilizarea discului" },
		description: {
			en: "Finds what is large in a directory, on its file system alone.",
			fr: "Trouve ce qui prend de la place dans un répertoire, sans quitter son système de fichiers.",
			ro: "Găsește ce ocupă mult loc într-un director, fără a părăsi sistemul lui de fișiere.",
		},
	},
	report: {
		title: { en: "Report", fr: "Rapport", ro: "Raport" },
		description: {
			en: "Writes a PDF of a time range, with charts and what happened in it.",
			fr: "Rédige un PDF sur une période, avec des graphiques et ce qui s’y est passé.",
			ro: "Scrie un PDF despre un interval de timp, cu grafice și cu ce s-a întâmplat în el.",
		},
	},
	export: {
		title: { en: "Export", fr: "Export", ro: "Export" },
		description: {
			en: "Writes what was measured in a time range to a CSV file.",
			fr: "Écrit dans un fichier CSV ce qui a été mesuré sur une période.",
			ro: "Scrie într-un fișier CSV ce s-a măsurat într-un interval de timp.",
		},
	},
	import: {
		title: { en: "Import", fr: "Import", ro: "Import" },
		description: {
			en: "Reads series of your own from a CSV file into the history.",
			fr: "Lit vos propres séries d’un fichier CSV et les ajoute à l’historique.",
			ro: "Citește seriile dumneavoastră dintr-un fișier CSV și le adaugă la istoric.",
		},
	},
	directory: { title: { en: "Directory", fr: "Répertoire", ro: "Director" } },
	from: { title: { en: "From", fr: "Du", ro: "De la" } },
	to: { title: { en: "To", fr: "Au", ro: "Până la" } },
	metrics: {
		title: { en: "Metrics", fr: "Mesures", ro: "Măsurători" },
		description: {
			en: "Names like cpu.utilization, or beginnings of them like cpu; none is all.",
			fr: "Des noms comme cpu.utilization, ou leur début comme cpu\u00a0; sans aucun, toutes.",
			ro: "Nume precum cpu.utilization sau începutul lor, precum cpu; fără niciunul, toate.",
		},
	},
	tier: { title: { en: "Step", fr: "Pas", ro: "Pas" } },
	tierAuto: {
		title: {
			en: "The finest that is kept",
			fr: "Le plus fin qui soit conservé",
			ro: "Cel mai fin care se păstrează",
		},
	},
	upload: { title: { en: "CSV file", fr: "Fichier CSV", ro: "Fișier CSV" } },
} satisfies Record<BuiltInName | string, Titles>;
