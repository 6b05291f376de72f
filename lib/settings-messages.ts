const counted = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

/** The words of the page of the settings. */
export const settingsMessages = {
	title: "Settings",
	noScript: "This is how it is now. To change anything here, this browser has to run scripts.",
	justNow: "just now",
	ago: (duration: string) => `${duration} ago`,
	inTime: (duration: string) => `in ${duration}`,
	exact: (moment: string, timezone: string) => `${moment} ${timezone}`,
	unknownAddress: "an unknown address",
	failed: {
		unreachable: "The server does not answer. Nothing that you see here was lost; try again.",
		unknown: "The server answered with something unexpected; its log may say why. Try again.",
		signedOut: "Your session has ended.",
		signIn: "Sign in again",
	},

	access: {
		title: "Access",
		intro: "As it is set where the server starts; a change counts from the next start on.",
		reach: "Who can reach it",
		loopback: (host: string) =>
			`Only this machine itself, for it listens on ${host}; and a proxy on this machine.`,
		network: (host: string) =>
			`Everyone whose network leads to this machine, for it listens on ${host}. A firewall may say otherwise.`,
		reachSetting: "HOST sets where it listens.",
		login: "Who may look",
		anonymous: {
			all: "Everyone who can reach it, without signing in; they may also change what is on this page, and run tasks. What comes through a proxy is refused.",
			read: "Everyone who can reach it, without signing in. To change what is on this page, or to run tasks, one has to sign in.",
			none: "Only who has signed in, or brings a token.",
		},
		loginSetting: {
			all: "HOSTBEAT_PASSWORD demands a sign-in.",
			read: "HOSTBEAT_UNSAFE_NO_LOGIN=1 says so; without it everyone has to sign in.",
			none: "HOSTBEAT_UNSAFE_NO_LOGIN=1 would let everyone look.",
		},
		accounts: "Accounts",
		may: {
			admin: "admin may see and change everything, and run every task",
			viewer: "viewer may look, run tasks that are meant for viewers, and change nothing",
		},
		withPassword: {
			setting: "the password is set where the server starts",
			kept: "the password was made at the first start or set on this page",
		},
		account: (may: string, how: string) => `${may}: ${how}.`,
		noAccounts: "There are none, as nobody has to sign in.",
		viewerSetting:
			"HOSTBEAT_VIEWER_PASSWORD adds a viewer, who may look, run tasks that are meant for viewers, and change nothing.",
		encryption: "Encryption",
		encryptions: {
			https: "This page came over https.",
			local: "This page came over plain http and did not leave this machine.",
			plain:
				"This page came over plain http: others on the network can read what it says, and your password.",
			unknown:
				"This page came through a proxy whose word is not taken, so that neither https nor the visitor’s address is known.",
		},
		encryptionSetting: {
			https: "",
			local: "",
			plain: "docs/proxies.md tells how to put https before it.",
			unknown: "HOSTBEAT_TRUSTED_PROXIES names the proxies whose word is taken.",
		},
		sessions: "Sessions",
		sessionEnd: (idle: string, max: string) =>
			`One ends after ${idle} without use, and after ${max} in any case.`,
		sessionSetting: "HOSTBEAT_SESSION_IDLE and HOSTBEAT_SESSION_MAX set both.",
	},

	sessions: {
		title: "Signed in",
		none: "Nobody is signed in.",
		browser: (browser: string, system: string) => `${browser} on ${system}`,
		unknownBrowser: "Unknown browser",
		this: "this one",
		account: (account: string) => `as ${account}`,
		from: "from",
		since: "since",
		seen: "last seen",
		end: "End",
		endOf: (name: string) => `End the session: ${name}`,
		ended: (name: string) => `Ended: ${name}. Its pages stop at once.`,
		everywhere: "Sign out everywhere",
		everywhereAsk: "Every session ends at once, this one too. Tokens go on working.",
		everywhereYes: "Sign out everywhere now",
		everywhereNo: "Cancel",
		everywhereDone: (count: number) => `Ended ${counted(count, "session", "sessions")}.`,
	},

	tokens: {
		title: "Tokens",
		intro: "For scripts, which bring one as “Authorization: Bearer …” in place of a session.",
		none: "There are no tokens.",
		scopes: {
			read: "reads",
			settings: "sees what happened here",
			jobs: "starts and stops jobs",
			push: "pushes readings",
		},
		made: "made",
		used: "last used",
		usedFrom: (address: string) => `from ${address}`,
		neverUsed: "never used",
		ends: "ends",
		ended: "ended",
		endless: "does not end by itself",
		revoke: "Revoke",
		revokeOf: (name: string) => `Revoke the token ${name}`,
		revoked: (name: string) => `Revoked: ${name}. It opens nothing any more.`,
		create: "New token",
		name: "What it is for",
		namePlaceholder: "backup script",
		mayLegend: "What it may do",
		may: {
			read: "Read all that is measured",
			push: "Push readings of its own",
			jobs: "Start and stop jobs",
			settings: "See what happened here",
		},
		chooseOne: "Choose at least one of these.",
		daysLabel: "How long it works",
		days: { "30": "30 days", "90": "90 days", "365": "One year", "": "Until it is revoked" },
		submit: "Make the token",
		created: (name: string) => `This is the token “${name}”. Copy it now: it is not shown again.`,
		token: "Token",
		example: "To try it",
		copy: "Copy",
		copyOf: (what: string) => `Copy: ${what}`,
		copied: "Copied.",
		notCopied: "It is selected: copy it with the keyboard.",
		done: "I have copied it",
	},

	password: {
		title: "Password",
		intro: (account: string) => `Of ${account}, for whom you are signed in.`,
		current: "Current password",
		new: "New password",
		newHint: "12 characters or more. A long sentence, or what a password manager makes.",
		show: "Show",
		hide: "Hide",
		showOf: (label: string) => `Show: ${label}`,
		hideOf: (label: string) => `Hide: ${label}`,
		submit: "Change the password",
		wrong: "This is not the current password.",
		changed: "The password is changed. Whoever else was signed in with the one before has to sign in again.",
		isSetting:
			"It is set where the server starts, by HOSTBEAT_PASSWORD, HOSTBEAT_VIEWER_PASSWORD or the file that they name: change it there, and start the server again.",
	},

	audit: {
		title: "What happened",
		none: "Nothing yet.",
		stranger: "Somebody",
		times: (count: number) => `${count} times`,
		from: (address: string) => `from ${address}`,
		entry: (what: string, address: string, times: string) =>
			`${[what, address].filter(Boolean).join(" ")}${times ? `, ${times}` : ""}`,
		actions: {
			"signed-in": (who: string) => `${who} signed in`,
			"sign-in-failed": (who: string, _what: string, isStranger: boolean) =>
				isStranger ? "A sign-in failed" : `A sign-in as ${who} failed`,
			"signed-out": (who: string) => `${who} signed out`,
			"session-ended": (who: string) => `${who} ended a session`,
			"sessions-ended": (who: string) => `${who} signed everybody out`,
			"cookie-reused": (who: string) =>
				`A session of ${who} was ended, for its cookie has been copied: an old one came`,
			"token-created": (who: string, what: string) => `${who} made the token “${what}”`,
			"token-revoked": (who: string, what: string) => `${who} revoked the token “${what}”`,
			"password-changed": (who: string, what: string) =>
				what ? `${who} changed the password of ${what}` : `${who} changed the password`,
			"job-started": (who: string, what: string) => `${who} started the job “${what}”`,
			"job-cancelled": (who: string, what: string) => `${who} stopped the job “${what}”`,
			"settings-changed": (_who: string, what: string) => `The server started with other settings: ${what}`,
		} satisfies Record<string, (who: string, what: string, isStranger: boolean) => string>,
		unknown: (action: string) => action,
	},
};
