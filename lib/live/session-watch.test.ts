import { beforeEach, describe, expect, it } from "vitest";
import { SessionWatch } from "./session-watch";

/** All pages of a browser hear each other at once, but not themselves. */
class FakeChannel extends EventTarget {
	static open = new Set<FakeChannel>();
	constructor() {
		super();
		FakeChannel.open.add(this);
	}
	postMessage(data: unknown) {
		for (const channel of FakeChannel.open) {
			if (channel !== this) channel.dispatchEvent(new MessageEvent("message", { data }));
		}
	}
	close() {
		FakeChannel.open.delete(this);
	}
}

interface Page {
	watch: SessionWatch;
	told: string[];
	asked: number;
}

let may: boolean | null;
/** Where this is not `null`, questions are not answered before it is called. */
let held: (() => void)[] | null;

function openPage(): Page {
	const page: Page = {
		told: [],
		asked: 0,
		watch: new SessionWatch({
			onOver: () => page.told.push("over"),
			onBack: () => page.told.push("back"),
			mayRead: async () => {
				page.asked++;
				if (held) await new Promise<void>((resolve) => held?.push(resolve));
				return may;
			},
			openChannel: () => new FakeChannel() as unknown as BroadcastChannel,
		}),
	};
	return page;
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const signedOut = { name: "signedOut", reason: null } as const;

beforeEach(() => {
	FakeChannel.open.clear();
	may = false;
	held = null;
});

describe("a page that is signed out", () => {
	it("asks nobody until somebody looks, whatever else it is refused", async () => {
		const page = openPage();
		page.watch.hear(signedOut);
		page.watch.doubt();
		await settled();
		expect(page).toMatchObject({ asked: 0, told: [] });
	});

	it("goes on when it is looked at after somebody has signed in, and not before", async () => {
		const page = openPage();
		page.watch.hear(signedOut);
		page.watch.look();
		await settled();
		expect(page).toMatchObject({ asked: 1, told: [] });
		may = true;
		page.watch.look();
		page.watch.look();
		await settled();
		expect(page).toMatchObject({ asked: 2, told: ["back"] });
	});

	it("does nothing where the server does not answer", async () => {
		const page = openPage();
		may = null;
		page.watch.hear(signedOut);
		page.watch.look();
		await settled();
		expect(page.told).toEqual([]);
	});

	it("goes on at once when another page was loaded by somebody who may read; that one asks nothing", async () => {
		const pages = [openPage(), openPage()];
		for (const { watch } of pages) watch.hear(signedOut);
		const loaded = openPage();
		may = true;
		loaded.watch.announce();
		await settled();
		expect(pages.map(({ told, asked }) => [told, asked])).toEqual([
			[["back"], 1],
			[["back"], 1],
		]);
		expect(loaded.asked).toBe(0);
	});

	it("leaves alone who pressed Start while it was asked", async () => {
		const page = openPage();
		held = [];
		may = true;
		page.watch.hear(signedOut);
		page.watch.look();
		page.watch.hear({ name: "connecting" });
		for (const answer of held) answer();
		await settled();
		expect(page.told).toEqual([]);
	});
});

describe("a page that is not", () => {
	it("asks once whether the session is over when it is refused something, however often at once", async () => {
		const page = openPage();
		page.watch.hear({ name: "live" });
		for (let time = 0; time < 5; time++) page.watch.doubt();
		await settled();
		expect(page).toMatchObject({ asked: 1, told: ["over"] });
	});

	it("believes the connection, which knows why, when it says so meanwhile", async () => {
		const page = openPage();
		held = [];
		page.watch.hear({ name: "live" });
		page.watch.doubt();
		page.watch.hear(signedOut);
		for (const answer of held) answer();
		await settled();
		expect(page.told).toEqual([]);
	});

	it("stays when the session is good, for then something else was refused", async () => {
		const page = openPage();
		may = true;
		page.watch.hear({ name: "live" });
		page.watch.doubt();
		await settled();
		expect(page.told).toEqual([]);
	});

	it("does not listen to others, so that a browser can keep it for the way back", () => {
		const { watch } = openPage();
		watch.hear({ name: "live" });
		watch.announce();
		expect(FakeChannel.open.size).toBe(0);
		watch.hear(signedOut);
		expect(FakeChannel.open.size).toBe(1);
		watch.hear({ name: "connecting" });
		expect(FakeChannel.open.size).toBe(0);
		watch.hear(signedOut);
		watch.close();
		expect(FakeChannel.open.size).toBe(0);
	});
});
