/** What stands for the result of work that took too long. */
export const late = Symbol("late");

/** Waits for the work, but not longer than the limit; the work goes on, and how it ends then is nobody's concern. */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T | typeof late> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<typeof late>((resolve) => {
		timer = setTimeout(() => resolve(late), limitMs);
	});
	try {
		return await Promise.race([work, limit]);
	} finally {
		clearTimeout(timer);
	}
}
