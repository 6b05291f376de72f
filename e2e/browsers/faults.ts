import { setTimeout as wait } from "node:timers/promises";
import { connectionMessages } from "../../lib/connection-messages";
import type { Answer, HttpProxy } from "../fixtures/http-proxy";
import type { StartOptions, TestServer } from "../fixtures/server";

/** Where a fault happens. */
export interface Way {
	/** One for each page, that what each asks for can be told apart. */
	proxies: readonly [page: HttpProxy, native: HttpProxy];
	server: TestServer;
	start: (options: StartOptions) => Promise<TestServer>;
}

/** What goes wrong between a browser and its server. */
export interface Fault {
	title: string;
	/** Lets it happen; ends when its cause is gone. */
	happen: (way: Way) => Promise<void>;
	/** The sentence that the page adds while it lasts; `null` where a word is enough. */
	notice: string | null;
	/** A person has to mend it: the page asks only each half minute, and offers to ask at once. */
	isSlow?: true;
	/** After this the server is not to be asked again. */
	isFinal?: true;
	/** It stops the server, which then is to be one of its own, and forgets what it measured. */
	stopsServer?: true;
}

const { loss, signedOut } = connectionMessages;

const signInPage: Answer = {
	status: 200,
	headers: { "Content-Type": "text/html" },
	body: "<!doctype html><title>Sign in</title><form><input type=password></form>",
};

export const faults: Fault[] = [
	lasting("connection refused", 5_000, { begin: (proxy) => proxy.refuse(), end: (proxy) => proxy.restore() }),
	lasting("reset (RST) in the middle of the stream", 0, { begin: (proxy) => proxy.reset() }),
	{
		title: "502 during a deploy",
		notice: null,
		stopsServer: true,
		async happen({ server, start }) {
			server.kill("SIGTERM");
			await server.exited;
			// Longer than the server asks any browser to wait: each one meets the 502.
			await wait(6_000);
			await start({ port: server.port });
		},
	},
	{
		...answering("401, and Start after it", { status: 401 }, `${signedOut.unknown} ${signedOut.goesOn}`),
		isFinal: true,
	},
	answering("404", { status: 404 }, loss.gone),
	{ ...answering("204, and Start after it", { status: 204 }, loss.dismissed), isFinal: true },
	answering("login page, HTML with 200", signInPage, loss.page),
	lasting("no network for 12 s", 12_000, {
		begin: (proxy) => proxy.become("silent"),
		end: (proxy) => proxy.become("pass"),
	}),
];

type Act = (proxy: HttpProxy) => Promise<void> | void;

function lasting(title: string, ms: number, { begin, end = () => {} }: { begin: Act; end?: Act }): Fault {
	return {
		title,
		notice: null,
		async happen({ proxies }) {
			await Promise.all(proxies.map(begin));
			await wait(ms);
			await Promise.all(proxies.map(end));
		},
	};
}

function answering(title: string, answer: Answer, notice: string): Fault {
	const begin = (proxy: HttpProxy) => proxy.become(answer);
	return { ...lasting(title, 5_000, { begin, end: (proxy) => proxy.become("pass") }), notice, isSlow: true };
}
