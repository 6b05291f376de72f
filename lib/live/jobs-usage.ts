import { withBasePath } from "@/lib/base-path";
import { ask } from "./ask";

/** What something takes up on a disk, and all below it, as the task disk usage leaves it. */
export interface UsageNode {
	name: string;
	isDirectory: boolean;
	/** On the disk. */
	bytes: number;
	files?: number;
	/** What could not be looked at. */
	unread?: number;
	/** The largest ones, the largest first. */
	children?: UsageNode[];
	/** Those that are too small to be told one by one. */
	other?: { entries: number; bytes: number };
}

/** Reads the tree that a job has left; `null` where it cannot be had. */
export async function readUsage(id: string, file: string): Promise<UsageNode | null> {
	try {
		const response = await ask(withBasePath(`/api/jobs/${id}/files/${encodeURIComponent(file)}`));
		const told: { tree?: UsageNode } | null = response.ok ? await response.json() : null;
		return typeof told?.tree?.bytes === "number" ? told.tree : null;
	} catch {
		// It failed on the way, or is no JSON: the file itself can still be had.
		return null;
	}
}
