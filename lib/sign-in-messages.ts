/** The words of the way in and out: of the page to sign in at, of the account part of each page, and of what one may not see. */
export const signInMessages = {
	title: "Sign in",
	account: "Account",
	accounts: (names: string) => `${names}: each has a password of its own.`,
	password: "Password",
	showPassword: "Show password",
	hidePassword: "Hide password",
	submit: "Sign in",
	wrong: "That is not the password of this account.",
	wrongTitle: "Wrong password",
	wait: (duration: string) => `Too many attempts. Try again in ${duration}.`,
	waitTitle: "Too many attempts",
	waitOver: "You can try again now.",
	from: { "signed-out": "You are signed out.", ended: "Your session has ended." },
	firstTime: "First time here?",
	firstTimeText:
		"A password was printed to the server’s output when it first started, and only then. The setting HOSTBEAT_PASSWORD sets one of your own.",
	plain: {
		word: "Not encrypted:",
		text: "between here and the server, others on the network could read the password. How to put https before it is told in docs/proxies.md.",
	},
	bar: {
		label: "Account",
		signedInAs: "Signed in as",
		jobs: "Jobs",
		settings: "Settings",
		signOut: "Sign out",
		signIn: "Sign in",
	},
	forbidden: {
		title: "Not allowed",
		text: (name: string) =>
			`You are signed in as ${name}, who may look but not change how this server works. Sign out, and in again as admin, to get here.`,
		stranger: "This page is not for whoever asks.",
		back: "To the dashboard",
	},
};
