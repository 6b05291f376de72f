import { withBasePath } from "./base-path";

/** Why a page is not live and what helps, at length. It comes after the page stands; the states themselves are in messages.ts. */
export const connectionMessages = {
	title: "Connection",
	hide: "Hide",
	/** Why the server is not heard, and what can be done about it. */
	loss: {
		unreachable: "Nothing answers at this address: the server is off, or the network does not reach it.",
		gateway: "The proxy in front of the server answers, the server itself does not.",
		cut: "The server answers, but the stream was cut on the way.",
		shutdown: "The server is restarting.",
		busy: "The server has all the viewers that it allows.",
		signIn: "Sign in to see this host: this page then goes on by itself.",
		page: "A web page answers in place of the server, most likely one to sign in at: this page then goes on by itself.",
		forbidden: "You are not allowed to see this host.",
		gone: "There is no Hostbeat at this address any more.",
		hostRefused: "The server does not answer to this name: add it to HOSTBEAT_ALLOWED_HOSTS.",
		failed: "The server answers with an error; its log says why.",
		dismissed: "The server has ended the updates and asked not to come back. Start asks again.",
	},
	/** Why nothing more is told to this browser. */
	signedOut: {
		signedOut: "You have signed out, here or in another tab.",
		expired: "Your session has ended: its time was over.",
		revoked: "Your session was ended from elsewhere.",
		unknown: "You are not signed in, or not any more.",
		again: "Sign in again",
		goesOn: "This page goes on by itself once you have signed in, in whichever tab.",
	},
	heldBack: {
		text: "Something between server and browser holds the stream back, most likely a proxy, so that the readings are asked for every 2\u00a0s instead.",
		cureFor: (proxies: string[]) => `What cures it in ${proxies.join(", ").replace(/, (?=[^,]*$)/, " or ")}`,
		cures: {
			nginx: {
				name: "nginx",
				code: "proxy_buffering off;\nproxy_http_version 1.1;\ngzip off;",
				note: "in the location that leads to the server:",
			},
			caddy: {
				name: "Caddy",
				code: `@rest not path ${withBasePath("/api/stream")}\nencode @rest zstd gzip`,
				note: "without response_buffers, and with the stream left out of encode:",
			},
			traefik: {
				name: "Traefik",
				code: "compress:\n  excludedContentTypes:\n    - text/event-stream",
				note: "without the buffering middleware, and with the stream left out of compress:",
			},
		},
	},
};
