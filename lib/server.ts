import { randomBytes, randomInt } from "node:crypto";
import { setMaxListeners } from "node:events";
import { hostname, uptime } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import packageJson from "@/package.json";
import { Access } from "./access/access";
import { createReadClient } from "./access/client";
import { Gate } from "./access/gate";
import { Places } from "./access/places";
import { PrivateFile } from "./access/private-file";
import { responseHeaders } from "./access/response-headers";
import { endReturning } from "./access/returning";
import { mayRenew } from "./access/rotation";
import { shareJudge, type Where } from "./access/shared";
import type { Asked, Principal, Verdict } from "./access/types";
import { basePath, withoutBasePath } from "./base-path";
import { readBootId } from "./boot-id";
import { readClock } from "./clock";
import { type Config, takeConfig } from "./config";
import { Feed } from "./feed";
import { AgentProcess } from "./fleet/agent-process";
import { startThread } from "./history/disk";
import { History } from "./history/history";
import { tiersAt } from "./history/tiers";
import type { Kept } from "./history/types";
import { JobHostProcess } from "./jobs/job-host";
import { Jobs } from "./jobs/jobs";
import { Uploads } from "./jobs/uploads";
import { KeptNews } from "./kept-news";
import type { PageState } from "./live/types";
import { createLog } from "./log";
import { thinReadings } from "./metrics/thin";
import {
	commonEvents,
	jobEvents,
	type MetricName,
	type MetricPace,
	type ProcessList,
	type ProcessQuery,
} from "./metrics/types";
import { createOwnHistory } from "./own-history";
import { Peers } from "./peers";
import { paceOf, scheduleOn } from "./schedule";
import { createSelf, type Self } from "./self";
import { Hub } from "./sse/hub";
import type { Resumption } from "./sse/replay";
import type { ToldTick } from "./sse/tick";
import type { Selection } from "./sse/types";
import { HostState, type SamplerHealth, type State } from "./state";
import { OwnStreams, tellEveryMs } from "./streams/own-streams";
import { createTaskAnswers } from "./task-answers";
import { type TurnedAway, Viewers } from "./viewers";
import { Watch } from "./watch";

const retentionMs = 15 * 60_000;
const pingMs = 15_000;
/** So long a start waits for the history. */
const openMs = 5_000;
/** As long as a page waits. */
const processesLimitMs = 4_500;

/** What a client asks the stream for. */
export interface StreamQuery {
	names: string[] | null;
	/** Only each n-th second; `null` is each tick. */
	every: number | null;
	lastEventId: string | null;
	/** Whether it takes gzip. */
	gzip: boolean;
}

/** A stream, `null` for a client that has already left. */
export type OpenedStream = { body: ReadableStream<Uint8Array> | null } | TurnedAway;

export interface Health {
	status: "ok" | "degraded";
	version: string;
	startedAt: number;
	sessions: number;
	sampler: SamplerHealth;
	/** What is not kept is no illness: the readings still arrive. */
	history: Pick<Kept, "state" | "reason" | "bytes" | "maxBytes">;
	self: Self & { viewers: number; sentBytes: number };
}

/** The web process: joins the sampler's process, the history and the stream, and answers for them. */
export class Server {
	readonly startedAt = Date.now();
	readonly version = packageJson.version;
	readonly host = hostname();
	#log = createLog("server");
	#hub: Hub;
	#history: History;
	#agent: AgentProcess;
	#self = createSelf();
	#peers: Peers;
	#gate: Gate;
	/** Who may come in. */
	readonly access: Access;
	/** What scripts push. */
	readonly streams: OwnStreams;
	/** What is run, and what became of it. */
	readonly jobs: Jobs;
	/** Files that wait to be imported. */
	readonly uploads: Uploads;
	#state: HostState;
	#pace: MetricPace;
	#feed: Feed;
	#keptNews = new KeptNews();
	#viewers: Viewers;
	#watch = new Watch((names) => this.#agent.watch(names));
	#closing = new AbortController();

	constructor(readonly config: Config) {
		for (const warning of config.warnings) this.#log.warn(warning);
		// As many as there may be streams: each of them listens.
		setMaxListeners(0, this.closing);
		const { intervalMs, procRoot, sysRoot, rootFs, containerSockets, processArguments, scope } = config;
		const schedule = scheduleOn(process.platform);
		this.#pace = paceOf(schedule, intervalMs, { watched: false });
		this.#peers = new Peers(createReadClient(config.trustedProxies), responseHeaders);
		this.access = new Access({
			...config.access,
			...{ directory: config.directory, settings: config.settings, basePath },
			log: createLog("access"),
		});
		this.#gate = new Gate({
			listening: { host: config.host, allowed: config.allowedHosts },
			corsOrigins: config.corsOrigins,
			refusesForwarded: config.access.refusesForwarded,
			identify: (asked) => this.access.identify(asked),
		});
		shareJudge((request, where) => this.judge(request, where));
		const places = new Places(config.streams);
		this.#viewers = new Viewers({
			findPeer: (request) => this.#peers.find(request),
			take: (address) => places.take(address),
			hold: (principal, onEnd) => this.access.hold(principal, onEnd),
			encodeBusy: (retryMs) => this.#hub.turnAway(retryMs),
			log: this.#log,
		});
		this.#hub = new Hub({
			epoch: this.startedAt.toString(36) + randomBytes(3).toString("hex"),
			retention: {
				count: Math.ceil(retentionMs / intervalMs) + Math.ceil(retentionMs / tellEveryMs) + 60,
				ageMs: retentionMs,
			},
			state: (selection, also) => this.#state.read(selection, also),
			thin: thinReadings,
			pingMs,
		});
		this.#history = new History({
			intervalMs,
			recentMs: retentionMs,
			processesEveryMs: intervalMs * this.#pace.process,
			version: this.version,
			bootId: readBootId(),
			disk: config.history && {
				start: (data) =>
					startThread(join(/* turbopackIgnore: true */ process.cwd(), "dist/disk-thread.mjs"), data),
				options: {
					file: join(config.directory, "hostbeat.db"),
					tiers: tiersAt(config.history.tiers, intervalMs),
					maxBytes: config.history.maxBytes,
				},
			},
			clocks: () => ({ wallMs: Date.now(), steadyMs: performance.now(), uptimeMs: () => uptime() * 1_000 }),
			onFact: (fact) => {
				this.#state.note(fact);
				this.#feed.tellFact(fact);
			},
			onKept: (kept) => this.#tellKept(kept),
			log: createLog("history"),
		});
		this.uploads = new Uploads(join(config.directory, "uploads"));
		const own = createOwnHistory(this.#history);
		this.streams = new OwnStreams({
			stepMs: intervalMs,
			recentMs: retentionMs,
			file: config.history && new PrivateFile(join(config.directory, "streams.json")),
			log: createLog("streams"),
			tell: (events) => this.#feed.tellOwn(events),
			forget: (name) => this.#hub.forget(name),
			keep: own.keep,
			read: (metrics, from, to) => own.read(metrics, { from, to, stepMs: intervalMs }),
		});
		this.#state = new HostState({
			host: this.host,
			version: this.version,
			intervalMs,
			pace: this.#pace,
			watchedPace: paceOf(schedule, intervalMs, { watched: true }),
			recent: this.#history.recent,
			remember: (time, events, missingReason) => this.#history.take(time, events, missingReason),
			own: this.streams,
			jobs: () => this.jobs.active,
			cursor: () => this.#hub.cursor,
			status: () => this.#agent.status,
		});
		this.#feed = new Feed({
			intervalMs,
			pace: this.#pace,
			broadcast: (time, events) => this.#hub.broadcast(time, events),
		});
		this.#agent = new AgentProcess({
			path: join(/* turbopackIgnore: true */ process.cwd(), "dist/agent.mjs"),
			settings: { intervalMs, procRoot, sysRoot, rootFs, containerSockets, processArguments, scope },
			env: config.childEnvironment,
			onSnapshot: (sampled) => {
				const { sessions: viewers, sentBytes } = this.#hub;
				const snapshot = this.#self.join(sampled, { viewers, sentBytes });
				this.#state.take(snapshot);
				this.#feed.tellReadings(snapshot);
				// What is only remembered in memory changes without a word of it.
				this.#tellKept(this.#history.kept);
			},
			onStatus: ({ status, reason }) => {
				if (status !== "up" && reason) this.#state.miss(reason);
				this.#feed.tellStatus(this.#state.status);
			},
			log: createLog("sampler"),
		});
		this.jobs = new Jobs({
			settings: config.jobs,
			store: this.#history.jobs,
			directory: join(config.directory, "jobs"),
			createHost: (events) =>
				new JobHostProcess({
					...events,
					path: join(/* turbopackIgnore: true */ process.cwd(), "dist/job-host.mjs"),
					env: config.childEnvironment,
					dataDirectory: config.directory,
					onAsk: createTaskAnswers({
						history: this.#history,
						uploads: this.uploads,
						about: () => ({ host: this.host, version: this.version, timezone: readClock().timezone }),
					}),
					log: createLog("jobs"),
				}),
			onJob: (job) => this.#feed.tellJobs(job, null),
			onActive: (active) => this.#feed.tellJobs(null, active),
			log: createLog("jobs"),
		});
		this.#hub.present("jobs", () => this.jobs.active);
		this.streams.start();
		void this.#history.opened.then(() => this.streams.recall());
	}

	/** Decides whether a request is admitted, and says who asks. On its way through proxy.ts its session may be given a new cookie. */
	judge(request: Request, where: Where = "proxy"): Verdict {
		const asked = this.asked(request, where);
		const verdict = endReturning(this.#gate.judge(asked), asked, new URL(request.url).searchParams);
		if (!verdict.admitted || where !== "proxy" || !mayRenew(asked)) return verdict;
		const setCookie = this.access.renew(verdict.principal, asked);
		return setCookie === null ? verdict : { ...verdict, setCookie };
	}

	/** A request as access is judged by it. */
	asked(request: Request, where: Where = "route"): Asked {
		const { pathname } = new URL(request.url);
		// Without its peer nothing is known of where it came from, and its Host alone must satisfy.
		const unknown = { address: null, isHttps: false, isForwarded: true, host: request.headers.get("host") };
		return {
			...(this.#peers.find(request)?.client ?? unknown),
			method: request.method,
			// Of what is not under the base path there is nothing.
			path: where === "route" ? pathname : (withoutBasePath(pathname) ?? ""),
			header: (name) => request.headers.get(name),
		};
	}

	/** Everything that is known now and that somebody may see, or of it what is selected. */
	state(selection: Selection = null, principal: Principal | null = null): State {
		this.#watch.touch([...(selection ?? commonEvents())]);
		return this.#state.read(selection, alsoSeen(principal));
	}

	/** What the stream would have replayed after this id. */
	since(id: string, selection: Selection): Resumption & { ticks: ToldTick[] } {
		const { resumption, ticks } = this.#hub.since(id, selection);
		return { ...resumption, ticks };
	}

	/** What the page of somebody is rendered from; its stream goes on from this very moment. */
	page(principal: Principal): PageState {
		this.#watch.touch(commonEvents());
		return this.#state.page(alsoSeen(principal));
	}

	/** The processes that a query asks for, as they were seen last; rejects where the sampler cannot tell. */
	async processes(query: ProcessQuery): Promise<ProcessList> {
		this.#watch.touch(["process"]);
		return (await this.#agent.ask("processes", query, processesLimitMs)) as ProcessList;
	}

	/** Gets ready to let people in: see Access.open. */
	openAccess(): Promise<{ madePassword: string | null; wasMade: boolean }> {
		return this.access.open();
	}

	/** Resolves once pages can be rendered with what was measured before this start, or it takes too long. */
	get opened(): Promise<unknown> {
		return Promise.race([this.#history.opened, setTimeout(openMs, null, { ref: false })]);
	}

	/** All that was measured. */
	get history(): History {
		return this.#history;
	}

	/** Aborts when the server ends: what is still being sent then would hold it up. */
	get closing(): AbortSignal {
		return this.#closing.signal;
	}

	health(): Health {
		const sampler = this.#state.sampler;
		const { state, reason, bytes, maxBytes } = this.#history.kept;
		return {
			status: sampler.status === "up" ? "ok" : "degraded",
			version: this.version,
			startedAt: this.startedAt,
			sessions: this.#hub.sessions,
			sampler,
			history: { state, reason, bytes, maxBytes },
			self: { ...this.#self.read(), viewers: this.#hub.sessions, sentBytes: this.#hub.sentBytes },
		};
	}

	/** Opens the live stream of one client, or says when to come back where all places are taken. */
	openStream(
		request: Request,
		principal: Principal,
		{ names, every, lastEventId, gzip }: StreamQuery,
	): OpenedStream {
		let body: ReadableStream<Uint8Array> | null = null;
		let isEnded = false;
		const place = this.#viewers.admit(request, principal, (reason) => {
			isEnded = true;
			if (body) this.#hub.dismiss(body, { event: "signed-out", data: { time: Date.now(), reason } });
		});
		if ("retryMs" in place) return place;
		const { peer } = place;
		// Next strips this header from what a route answers with, so it is set under it, where errors cannot get it.
		const encoded =
			gzip && this.config.streamGzip && peer && !peer.response.headersSent ? peer.response : null;
		const unwatch = this.#watch.hold(names ?? commonEvents());
		const release = () => {
			place.release();
			unwatch();
		};
		if (isEnded) {
			release();
			return { body };
		}
		const { intervalMs } = this.config;
		// Of the ticks that there are, the first at or after each n-th second.
		const everyMs = Math.ceil(((every ?? 0) * 1_000) / intervalMs) * intervalMs;
		const steady = !names || names.some((name) => name === "clock" || this.#pace[name as MetricName] === 1);
		body = this.#hub.open({
			selection: names && new Set(names),
			also: alsoSeen(principal),
			// At this pace each tick is one of those anyway.
			every: everyMs > intervalMs ? every : null,
			lastEventId,
			signal: request.signal,
			sink: peer?.response,
			gzip: encoded !== null,
			hello: {
				time: Date.now(),
				heartbeatMs: steady ? Math.max(intervalMs, Math.min(everyMs, pingMs)) : pingMs,
				intervalMs,
				every,
				version: this.version,
				host: this.host,
				streams: this.streams.names,
			},
			onClose: release,
		});
		if (body) encoded?.setHeader("Content-Encoding", "gzip");
		else release();
		return { body };
	}

	/**
	 * Takes a place for another stream of somebody, until `release` is called. `onOver` is called with a last word when it
	 * may go on no longer, be it that they are signed out or that the server ends.
	 */
	holdStream(
		request: Request,
		principal: Principal,
		onOver: (event: string, data: object, retryMs?: number) => void,
	): { release: () => void; isOver: () => boolean } | TurnedAway {
		let isOver = this.closing.aborted;
		const place = this.#viewers.admit(request, principal, (reason) => {
			isOver = true;
			onOver("signed-out", { time: Date.now(), reason });
		});
		if ("retryMs" in place) return place;
		const end = () => {
			isOver = true;
			const retryMs = randomInt(1_000, 5_000);
			onOver("shutdown", { time: Date.now(), retryMs }, retryMs);
		};
		this.closing.addEventListener("abort", end, { once: true });
		const release = () => {
			place.release();
			this.closing.removeEventListener("abort", end);
		};
		return { release, isOver: () => isOver };
	}

	#tellKept(kept: Kept): void {
		if (!this.#keptNews.isNews(kept, performance.now())) return;
		const status = { time: Date.now(), ...kept };
		this.#state.keep(status);
		this.#feed.tellHistory(status);
	}

	/** Ends all streams and the sampler, in the reverse of their order; later calls do nothing. */
	close(): void {
		this.#closing.abort();
		this.#agent.close();
		this.#feed.close();
		this.streams.close();
		this.#hub.close();
		// Their last words are for the history.
		this.jobs.close();
		// After it, as it waits for the disk.
		this.#history.close();
		this.#self.close();
		this.uploads.close();
		this.#watch.close();
		shareJudge(null);
		this.access.close();
		this.#peers.close();
	}
}

/** What somebody hears of jobs beside all that everyone hears. */
function alsoSeen(principal: Principal | null): Selection {
	return principal?.scopes.includes("jobs") ? new Set(jobEvents) : null;
}

// Next bundles route handlers, pages and instrumentation apart, so a module variable would exist twice (vercel/next.js#69544).
const key = Symbol.for("hostbeat.server");
const shared = globalThis as { [key]?: Server };

/** The one server of this process; made at the first call. Throws a ConfigError when the settings are wrong. */
export function getServer(): Server {
	shared[key] ??= new Server(takeConfig());
	return shared[key];
}
