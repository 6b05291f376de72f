import type { BrowserContext } from "@playwright/test";
import { startHttpProxy } from "../fixtures/http-proxy";
import type { Fault, Way } from "./faults";
import { type NativeTold, NativeViewer, nativePages } from "./native";
import { type Told, Viewer } from "./viewer";

/** What a browser made of a fault: our page, and where it is looked at too, its own EventSource. */
export interface Row {
	fault: Fault;
	client: Told;
	native: NativeTold | null;
}

/** Opens the pages for a fault; what is returned lets it happen, waits until it is over for them, and sums up. */
export async function prepareMeeting(
	context: BrowserContext,
	fault: Fault,
	{ server, start, withNative }: Omit<Way, "proxies"> & { withNative: boolean },
): Promise<() => Promise<Row>> {
	const proxies = [
		await startHttpProxy(server.port),
		await startHttpProxy(server.port, { pages: nativePages }),
	] as const;
	const viewer = await Viewer.open(await context.newPage(), proxies[0]);
	const native = withNative ? await NativeViewer.open(await context.newPage(), proxies[1]) : null;
	return async () => {
		const begunAt = Date.now();
		await fault.happen({ server, start, proxies });
		const goneAt = Date.now();
		const [client, nativeTold = null] = await Promise.all([
			viewer.tell(fault, { begunAt, goneAt, isImpatient: !withNative }),
			native?.tell(begunAt, goneAt),
		]);
		await Promise.all(proxies.map((proxy) => proxy.stop()));
		return { fault, client, native: nativeTold };
	};
}
