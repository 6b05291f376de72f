import { Bucket } from "./bucket";

/** What may be pushed to one stream, by one token or account, and in bytes by all. */
const pushes = {
	stream: { size: 20, perSecond: 10 },
	pusher: { size: 50, perSecond: 50 },
	// A quarter of an hour of it is remembered for those who come back: some 7 MiB.
	bytes: { size: 128 * 1_024, perSecond: 8 * 1_024 },
};
const mostKept = 200;

/** Knows whether one may push now. */
export class Limits {
	#now: () => number;
	#streams = new Map<string, Bucket>();
	#pushers = new Map<string, Bucket>();
	#bytes: Bucket;

	/** `now` gives monotonic milliseconds. */
	constructor(now: () => number) {
		this.#now = now;
		this.#bytes = new Bucket(pushes.bytes.size, pushes.bytes.perSecond, now());
	}

	/** How long this push has to wait; 0 when it may be made, and then it counts. */
	take(pusher: string, stream: string, bytes: number): number {
		const now = this.#now();
		const wanted: [Bucket, number][] = [
			[this.#find(this.#pushers, pusher, pushes.pusher, now), 1],
			[this.#find(this.#streams, stream, pushes.stream, now), 1],
			[this.#bytes, bytes],
		];
		const waitMs = Math.max(...wanted.map(([bucket, amount]) => bucket.waitMs(amount, now)));
		if (waitMs === 0) for (const [bucket, amount] of wanted) bucket.take(amount, now);
		return waitMs;
	}

	#find(
		buckets: Map<string, Bucket>,
		key: string,
		{ size, perSecond }: { size: number; perSecond: number },
		now: number,
	): Bucket {
		const known = buckets.get(key);
		if (known) return known;
		if (buckets.size >= mostKept) {
			for (const [other, bucket] of buckets) if (bucket.isFull(now)) buckets.delete(other);
		}
		const made = new Bucket(size, perSecond, now);
		buckets.set(key, made);
		return made;
	}
}
