/** The same random numbers for the same seed (mulberry32): `random` from 0 to 1, `noise` around 0 with a deviation of 1. */
export function createRandom(seed: number): { random: () => number; noise: () => number } {
	let state = seed;
	const random = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const noise = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	return { random, noise };
}

/** Doubles that a careless encoding loses. */
export const oddDoubles = [
	...[0, -0, 1, -1, 0.1, -0.1, 0.3, 1 / 3, 1e-7, 123456.789, -0.00005, 1e15 + 0.5],
	...[Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, Number.EPSILON, Number.NaN],
	...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
	...[2 ** 50, 2 ** 51 + 1, -(2 ** 52), 2 ** 53, 1e22, 1e300, 2 ** 32, -(2 ** 31), 4_096 * 2_000_000],
];

/** A minute and more of what a host's series look like, by what they measure. */
export function hostSeries(rows: number, seed: number): Record<string, Float64Array> {
	const { random, noise } = createRandom(seed);
	const make = (value: (index: number) => number) =>
		Float64Array.from({ length: rows }, (_, index) => value(index));
	const round = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals;
	let level = 0;
	const share = make(() => {
		level = 0.9 * level + 0.02 * noise();
		return round(Math.min(1, Math.max(0, 0.15 + level)), 4);
	});
	let used = 4e9;
	let cached = 2e8;
	let processes = 250;
	let load = 1;
	return {
		share,
		shareOfAnIdleCore: make(() => (random() < 0.7 ? 0 : round(random() * 0.02, 4))),
		shareThatIsZero: make(() => 0),
		sharesInHundredths: make(() => round(Math.max(0, 0.05 + 0.02 * noise()), 2)),
		usedBytes: make(() => {
			used += 4_096 * Math.round(300 * noise());
			return used;
		}),
		cachedBytes: make(() => {
			if (random() < 0.2) cached += 4_096 * Math.round(20 * noise());
			return cached;
		}),
		totalBytes: make(() => 16_777_216_000),
		receivedBytesPerSecond: make(() => Math.round(Math.exp(9 + 1.2 * noise()))),
		writtenBytesPerSecond: make(() => (random() < 0.8 ? 0 : 4_096 * Math.round(Math.exp(3 + 1.5 * noise())))),
		errorsPerSecond: make(() => (random() < 0.999 ? 0 : 1)),
		switchesPerSecond: make(() => Math.round(Math.max(0, 3_000 + 600 * noise()))),
		processes: make(() => {
			if (random() < 0.3) processes += Math.round(2 * noise());
			return processes;
		}),
		load: make((index) => {
			if (index % 5 === 0) load = load * 0.92 + 0.08 * Math.max(0, 1 + noise());
			return round(load, 2);
		}),
		celsius: make(() => 45 + Math.round(2 * noise())),
		unknownAtTimes: make(() => (random() < 0.05 ? Number.NaN : round(random() * 0.1, 4))),
		neverKnown: make(() => Number.NaN),
	};
}
