import type { JobsMessages } from "./jobs-messages";
import { counted } from "./plural";

const count = (number: number, one: string, other: string) =>
	counted("fr", number, { one, many: `de ${other}`, other });

/** What the pages of jobs say, in French: a task and a job are both `la tâche`. */
export const frenchJobsMessages: JobsMessages = {
	title: "Tâches",
	running: (number, share) =>
		`${count(number, "tâche en cours", "tâches en cours")}${share === null ? "" : `, ${share}`}`,
	queuedOnly: (number) => count(number, "tâche en attente", "tâches en attente"),
	noScript:
		"Pour lancer et arrêter une tâche, il faut des scripts. Ce qui est ici date du chargement de la page.",
	back: "Toutes les tâches",
	unreachable: "Le serveur est injoignable. Rien n’a été fait\u00a0: réessayez.",
	unknownFailure: "Le serveur a répondu par une erreur sans dire pourquoi\u00a0; son journal en dit plus.",
	signedOut: "Vous n’êtes pas connecté, ou plus.",
	signIn: "Se reconnecter",

	status: {
		queued: "En attente",
		running: "En cours",
		succeeded: "Terminée",
		failed: "Échouée",
		cancelled: "Arrêtée",
		interrupted: "Interrompue",
		"timed-out": "Trop longue",
	},

	list: {
		active: "En cours et en attente",
		finished: "Finies",
		nothingActive: "Rien n’est en cours.",
		nothingFinished: "Rien n’a encore été lancé.",
		slots: (number) => `${number} à la fois au plus\u00a0; les autres attendent leur tour.`,
		position: (position, time) => `Numéro ${position} dans la file, depuis ${time}`,
		elapsed: (time) => `depuis ${time}`,
		took: (time) => `en ${time}`,
		remaining: (time) => `encore ${time} environ`,
		startedBy: (who) => `par ${who}`,
		anonymous: "quelqu’un qui n’est pas connecté",
		token: (name) => `le jeton ${name}`,
		stop: "Arrêter",
		stopOf: (title) => `Arrêter ${title}`,
		stopping: "Arrêt en cours",
		open: (title) => `${title}\u00a0: journal et résultat`,
		more: "En voir plus",
		loading: "Chargement",
		noMore: "C’est tout ce qui est conservé.",
		files: (number) => count(number, "fichier", "fichiers"),
		keptOnly: (reason) => `Les tâches ne sont retenues que jusqu’à l’arrêt du serveur\u00a0: ${reason}`,
		unknownProgress: "en cours, on ne sait pas jusqu’où",
	},

	empty: {
		title: "Il n’y a aucune tâche que vous puissiez lancer",
		text: "Soit toutes les tâches intégrées sont désactivées, soit votre compte ne peut en lancer aucune.",
		how: "Les tâches sont déclarées dans hostbeat.yaml, là où le serveur démarre\u00a0:",
		docs: "Comment déclarer une tâche",
	},

	start: {
		title: "Lancer une tâche",
		intro:
			"Quelques tâches viennent avec Hostbeat. D’autres sont déclarées dans hostbeat.yaml, là où le serveur démarre.",
		ownIntro: "D’autres tâches sont déclarées dans hostbeat.yaml, là où le serveur démarre.",
		builtIn: "Intégrée",
		command: "Commande de ce serveur",
		limit: (time) => `Arrêtée au plus tard au bout de ${time}.`,
		submit: "Lancer",
		starting: "Lancement",
		started: (title) => `${title}\u00a0: c’est lancé.`,
		follow: "Suivre",
		optional: "facultatif",
		zone: (zone) => `À l’heure du serveur, ${zone}`,
		range: (min, max) => `De ${min} à ${max}`,
		wholeRange: (min, max) => `Un nombre entier de ${min} à ${max}`,
		within: (directories) => `L’un de ceux-ci ou en dessous\u00a0: ${directories}`,
		metrics: "Des noms de mesures ou leur début, séparés par des virgules\u00a0; rien veut dire toutes",
		choose: "Choisir",
		upload: "Un fichier CSV de 8 Mio au plus",
		uploading: (share) => `Envoi du fichier\u00a0: ${share}`,
		uploadLost: "Le fichier n’a pas pu être envoyé. Réessayez.",
		uploadTooLarge: "Ce fichier dépasse 8 Mio.",
		refused: (message) => `Pas lancée\u00a0: ${message}`,
	},

	gone: {
		title: "Cette tâche n’existe pas",
		text: "Elle a peut-être été oubliée, car seules les plus récentes sont conservées, ou vous n’avez pas le droit de la voir.",
	},
	job: {
		progress: "Progression",
		result: "Résultat",
		parameters: "Lancée avec",
		file: (name, size) => `${name}, ${size}`,
		download: (name) => `Télécharger ${name}`,
		noFiles: "Elle n’a laissé aucun fichier.",
		queuedAt: "Lancée",
		startedAt: "Début",
		endedAt: "Fin",
		by: "Par",
		exit: "Code de sortie",
		signal: "Signal",
		interruptedHint:
			"Le serveur s’est arrêté pendant qu’elle tournait. Ce qu’elle a dit jusque-là est conservé ci-dessous.",
		yes: "oui",
		no: "non",
	},

	log: {
		title: "Journal",
		empty: "Elle n’a encore rien dit.",
		emptyEnd: "Elle n’a rien dit.",
		follow: "Suivre",
		following: "Suivi",
		paused: (number) => `En pause\u00a0: ${count(number, "nouvelle ligne", "nouvelles lignes")} plus bas`,
		followHint: "La touche F ou Fin suit la dernière ligne\u00a0; remonter met en pause.",
		times: "Heures",
		wrap: "Couper les lignes",
		download: "Télécharger le journal",
		search: "Chercher dans le journal",
		found: (at, number) => `${at} sur ${number}`,
		foundNone: "Introuvable",
		next: "Suivant",
		previous: "Précédent",
		stderr: "stderr",
		hostbeat: "Hostbeat",
		lines: (number) => count(number, "ligne", "lignes"),
		earlier: (number) =>
			`Pour que la page reste rapide, ${count(number, "ligne du début n’est pas montrée", "lignes du début ne sont pas montrées")} ici. Le fichier à télécharger les a toutes.`,
		leftOut: (number) =>
			`${count(number, "ligne de sa sortie a été omise", "lignes de sa sortie ont été omises")}\u00a0: elle écrivait trop ou trop vite.`,
		noScript: "Les dernières lignes, telles qu’au chargement de la page.",
	},

	connection: {
		connecting: "Connexion au journal",
		live: "En direct",
		delayed: (age) => `En retard\u00a0: rien reçu depuis ${age}`,
		reconnecting: (seconds) => `Reconnexion dans ${seconds} s\u00a0: le journal ne bouge pas d’ici là`,
		retrying: "Reconnexion\u00a0: le journal ne bouge pas d’ici là",
		offline: "Hors ligne\u00a0: le journal ne bouge plus jusqu’au retour du réseau",
		ended: "Complet\u00a0: la tâche est finie",
		gone: "La tâche n’existe plus\u00a0; le journal reste tel quel",
		signedOut: "Déconnecté\u00a0: le journal reste tel quel",
		resting: "En pause tant que la page est cachée",
		stopped: "Pas connecté",
		listLive: "En direct",
		listStale: "Pas en direct\u00a0: ce qui est ici a pu changer",
		retryNow: "Réessayer",
	},

	notify: {
		label: "Me prévenir quand une tâche finit",
		denied:
			"Ce navigateur n’autorise pas les notifications d’ici\u00a0: ses réglages pour ce site le peuvent.",
		unsupported: "Les notifications demandent https, ou cet ordinateur lui-même.",
		ended: (title, status) => `${title}\u00a0: ${status}`,
	},

	usage: {
		title: "Où est la place",
		caption: (directory, size) => `${directory}\u00a0: ${size}`,
		files: (number) => count(number, "fichier", "fichiers"),
		unread: (number) => count(number, "élément n’a pas pu être lu", "éléments n’ont pas pu être lus"),
		rest: "le reste, chacun plus petit",
		loading: "Chargement de l’arborescence",
		failed: "L’arborescence n’a pas pu être chargée\u00a0; le fichier peut toujours être téléchargé.",
	},
};
