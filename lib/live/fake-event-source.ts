/** An EventSource for tests, whose server is the test. */
export class FakeEventSource extends EventTarget {
	closed = false;

	constructor(readonly url: string) {
		super();
	}

	close(): void {
		this.closed = true;
	}

	send(name: string, data: unknown, lastEventId = ""): void {
		this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
	}

	hello(hello: Record<string, unknown> = {}): void {
		this.send("hello", { epoch: "e", seq: 5, resumed: "replayed", heartbeatMs: 1_000, ...hello });
	}

	fail(): void {
		this.dispatchEvent(new Event("error"));
	}
}
