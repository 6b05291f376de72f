/**
 * Why nothing stands at `path` of a reading with these reasons: its own one, else that of all members of its list (`*`
 * in the place of a number), else that of the whole reading.
 */
export function reasonAt(missing: Record<string, string> | undefined, path: string): string | undefined {
	const ofList = path.replace(/(?<=\.)\d+(?=\.|$)/g, "*");
	return missing?.[path] ?? missing?.[ofList] ?? missing?.[""];
}
