"use client";

import { useEffect, useState } from "react";
import { spokenBytes, spokenShare } from "@/lib/jobs-format";
import { readUsage, type UsageNode } from "@/lib/live/jobs-usage";
import { useJobsPlace } from "./use-jobs";

/** What is large below a directory: lists in lists, each opened where it is wanted. */
export function UsageTree({ id, file }: { id: string; file: string }) {
	const { words, language } = useJobsPlace();
	const [tree, setTree] = useState<UsageNode | "failed" | null>(null);
	useEffect(() => {
		let isGone = false;
		void readUsage(id, file).then((found) => !isGone && setTree(found ?? "failed"));
		return () => {
			isGone = true;
		};
	}, [id, file]);
	if (tree === null) return <p className="mt-3 text-muted noscript:hidden">{words.usage.loading}</p>;
	if (tree === "failed") return <p className="mt-3 text-muted">{words.usage.failed}</p>;
	return (
		<>
			<h3 className="mt-4 font-semibold">{words.usage.title}</h3>
			<p className="mb-2 break-all text-muted">
				{words.usage.caption(tree.name, spokenBytes(tree.bytes, language))}
			</p>
			<Children of={tree} total={tree.bytes} />
		</>
	);
}

function Children({ of, total }: { of: UsageNode; total: number }) {
	const { words } = useJobsPlace();
	const { children = [], other } = of;
	return (
		<ul className="min-w-0">
			{children.map((child, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: two names that cannot be shown may be shown alike.
				<li key={index} className="min-w-0">
					<Node node={child} total={total} />
				</li>
			))}
			{other && other.entries > 0 && (
				<li>
					<Fact name={words.usage.rest} bytes={other.bytes} total={total} isQuiet />
				</li>
			)}
		</ul>
	);
}

function Node({ node, total }: { node: UsageNode; total: number }) {
	const [isOpen, setOpen] = useState(false);
	const hasMore = (node.children?.length ?? 0) > 0;
	const name = node.isDirectory ? `${node.name}/` : node.name;
	if (!hasMore) return <Fact name={name} bytes={node.bytes} total={total} unread={node.unread} />;
	return (
		<details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
			<summary className="cursor-pointer list-none rounded-sm [&::-webkit-details-marker]:hidden">
				<Fact
					name={name}
					bytes={node.bytes}
					total={total}
					unread={node.unread}
					files={node.files}
					isOpen={isOpen}
				/>
			</summary>
			{/* Its own only once it was opened: of thousands of names most are never looked at. */}
			<div className="ml-2 border-line border-l pl-3">{isOpen && <Children of={node} total={total} />}</div>
		</details>
	);
}

interface FactProps {
	name: string;
	bytes: number;
	total: number;
	files?: number;
	unread?: number;
	/** `undefined` for what cannot be opened. */
	isOpen?: boolean;
	isQuiet?: boolean;
}

function Fact({ name, bytes, total, files, unread = 0, isOpen, isQuiet = false }: FactProps) {
	const { words, language } = useJobsPlace();
	const share = total > 0 ? bytes / total : 0;
	return (
		<span className="grid min-h-[44px] grid-cols-[1rem_minmax(0,1fr)_5.5rem_3rem] items-center gap-x-2 sm:min-h-8 sm:grid-cols-[1rem_minmax(0,1fr)_8rem_5.5rem_3rem]">
			<span aria-hidden="true" className="text-muted">
				{isOpen === undefined ? "" : isOpen ? "▾" : "▸"}
			</span>
			<span className={`min-w-0 break-all ${isQuiet ? "text-muted" : ""}`}>
				{name}
				{files !== undefined && <span className="ml-2 text-muted text-xs">{words.usage.files(files)}</span>}
				{unread > 0 && <span className="ml-2 text-delayed text-xs">▲ {words.usage.unread(unread)}</span>}
			</span>
			<svg
				width="100%"
				height="8"
				viewBox="0 0 100 8"
				preserveAspectRatio="none"
				aria-hidden="true"
				className="rounded-full max-sm:hidden"
			>
				<rect width="100" height="8" fill="var(--line)" />
				<rect width={100 * share} height="8" fill="var(--series-1)" />
			</svg>
			<span className="whitespace-nowrap text-right">{spokenBytes(bytes, language)}</span>
			<span className="whitespace-nowrap text-right text-muted text-xs">{spokenShare(share, language)}</span>
		</span>
	);
}
