/** Carries messages between processes by subject: a local channel on one machine, NATS in a fleet. */
export interface Bus {
	/** Sends `data`, any plain JSON value, to all that subscribed to `subject` on the other side. */
	publish(subject: string, data: unknown): void;
	/** Calls `handler` for each message on `subject`; returns what ends it. */
	subscribe(subject: string, handler: (data: unknown) => void): () => void;
	close(): void;
}
