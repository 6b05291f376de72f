/** Carries messages between processes by subject: a local channel on one machine, NATS in a fleet. */
export interface Bus {
	/** Sends `data`, any plain JSON value, to all that subscribed to `subject` on the other side. */
	publish(subject: string, data: unknown): void;
	/** Calls `handler` for each message on `subject`; returns what ends it. */
	subscribe(subject: string, handler: (data: unknown) => void): () => void;
	/** Asks the other side, and resolves with its answer; rejects when that fails, or does not come within the limit. */
	request(subject: string, data: unknown, limitMs: number): Promise<unknown>;
	/** Answers the requests on `subject`. What the handler throws is told to the one who asked. */
	serve(subject: string, handler: (data: unknown) => Promise<unknown>): void;
	close(): void;
}

/** What the server tells the sampler's process at its start. */
export interface AgentSettings {
	/** How often the host is sampled. */
	intervalMs: number;
	/** Where the kernel of the watched host shows its files; elsewhere in a container that watches its host. */
	procRoot: string;
	/** Where its `/sys` is, and its own file systems are; `null` where they are to be looked for beside `procRoot`. */
	sysRoot: string | null;
	rootFs: string | null;
	/** Sockets of the host on which Docker or Podman may tell the names of their containers. */
	containerSockets: string[];
	/** Whether processes are told with their arguments, in which secrets may stand. */
	processArguments: boolean;
	/** Whether limits around this program bound what is shown, or the host is shown in any case. */
	scope: "auto" | "host";
}
